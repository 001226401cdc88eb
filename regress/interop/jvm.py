# SPDX-License-Identifier: Apache-2.0
"""A Java VM with Spark and Iceberg's Java library, driven from here through Py4J (which Spark itself uses)."""

import glob
import os

from py4j.java_gateway import GatewayParameters, JavaGateway, launch_gateway

# What Spark needs opened on Java 17 (its launcher's JavaModuleOptions).
OPENED = ["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
          "java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs",
          "sun.security.action", "sun.util.calendar"]

LOG4J = """
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = # %c: %m%n%ex{short}
"""


class Jvm:
    """Started with the first use of its attributes by attach(); ends with this process."""

    def __init__(self, jars, folder):
        self.folder = folder
        log = os.path.join(folder, "log4j2.properties")
        with open(log, "w", encoding="utf-8") as file:
            file.write(LOG4J)
        options = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
        options += ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+IgnoreUnrecognizedVMOptions",
                    "--add-modules=jdk.incubator.vector", "-Djdk.reflect.useDirectMethodHandle=false",
                    f"-Dlog4j2.configurationFile={log}", f"-Dderby.system.home={folder}", "-Duser.timezone=UTC"]
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
        port, token = launch_gateway(
            classpath=os.path.join(jars, "*"), jarpath=glob.glob(os.path.join(jars, "py4j-*.jar"))[0],
            javaopts=options, die_on_exit=True, enable_auth=True, java_path=java, cwd=folder)
        self.gateway = JavaGateway(gateway_parameters=GatewayParameters(
            port=port, auth_token=token, auto_convert=True, auto_field=True))
        self.java = self.gateway.jvm

    def iceberg(self, name):
        """A class of Iceberg."""
        return getattr(self.package("org.apache.iceberg"), name)

    def package(self, name):
        place = self.java
        for part in name.split("."):
            place = getattr(place, part)
        return place

    def array(self, of, values):
        array = self.gateway.new_array(of, len(values))
        for index, value in enumerate(values):
            array[index] = value
        return array
