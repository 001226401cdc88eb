/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vm_join.c
 *    Living in a VM that another extension (PL/Java) has made in this process: JNI allows one for each. It was not made
 *    with our options and does not have our class path.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "vm_join.h"

typedef jint(JNICALL *GetCreatedJavaVMs)(JavaVM **, jsize, jsize *);

/* The VM another extension has made in this process, or NULL. Whoever made one opened its library globally. */
JavaVM *
vm_join_find(void)
{
    GetCreatedJavaVMs get_created = (GetCreatedJavaVMs) dlsym(RTLD_DEFAULT, "JNI_GetCreatedJavaVMs");
    JavaVM *existing = NULL;
    jsize count = 0;

    return get_created != NULL && get_created(&existing, 1, &count) == JNI_OK && count > 0 ? existing : NULL;
}

/*
 * Prepares a VM that was not made with our options: those about where our native libraries are become properties while
 * nobody has read them. Returns NULL, or, where the VM is too old, why (malloc-ed).
 */
char *
vm_join_prepare(JNIEnv *env, const VmPlan *plan)
{
    jclass system = (*env)->FindClass(env, "java/lang/System");
    jmethodID get = (*env)->GetStaticMethodID(env, system, "getProperty", "(Ljava/lang/String;)Ljava/lang/String;");
    jmethodID set = (*env)->GetStaticMethodID(env, system, "setProperty",
                                              "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;");
    jstring text =
        (*env)->CallStaticObjectMethod(env, system, get, (*env)->NewStringUTF(env, "java.specification.version"));
    const char *version = text == NULL ? NULL : (*env)->GetStringUTFChars(env, text, NULL);

    if (version == NULL || strtod(version, NULL) < 17)
    {
        char detail[128];

        snprintf(detail, sizeof(detail), "Another extension has started Java %s; icebridge needs Java 17 or later.",
                 version == NULL ? "of an unknown version" : version);
        return strdup(detail);
    }
    (*env)->ReleaseStringUTFChars(env, text, version);
    for (int i = 0; i < plan->option_count; i++)
    {
        const char *option = plan->options[i];
        const char *value = strchr(option, '=');
        char key[128];

        if (value == NULL || (strncmp(option, "-Dicebridge.", 12) != 0 && strncmp(option, "-Djna.", 6) != 0))
            continue;
        strlcpy(key, option + 2, Min(sizeof(key), (size_t) (value - option - 1)));
        (void) (*env)->CallStaticObjectMethod(env, system, set, (*env)->NewStringUTF(env, key),
                                              (*env)->NewStringUTF(env, value + 1));
    }
    if ((*env)->ExceptionCheck(env))
    {
        (*env)->ExceptionClear(env);
        return strdup("Its system properties cannot be set.");
    }
    return NULL;
}

/* A URLClassLoader over our jars, for a VM that another extension made; NULL with a pending exception on failure. */
jobject
vm_join_loader(JNIEnv *env, const char *class_path)
{
    jclass url_class = (*env)->FindClass(env, "java/net/URL");
    jclass loader_class = (*env)->FindClass(env, "java/net/URLClassLoader");
    jmethodID new_url;
    jmethodID new_loader;
    jobjectArray urls;
    int count = 1;
    char *paths = strdup(class_path);
    char *rest = paths;
    char *path;

    if (url_class == NULL || loader_class == NULL || paths == NULL)
        return NULL;
    new_url = (*env)->GetMethodID(env, url_class, "<init>", "(Ljava/lang/String;)V");
    new_loader = (*env)->GetMethodID(env, loader_class, "<init>", "([Ljava/net/URL;)V");
    for (const char *p = class_path; *p != '\0'; p++)
        count += *p == ':';
    urls = (*env)->NewObjectArray(env, count, url_class, NULL);
    for (int i = 0; (path = strsep(&rest, ":")) != NULL; i++)
    {
        char url[MAXPGPATH + 8];
        jobject object;

        snprintf(url, sizeof(url), "file:%s", path);
        object = (*env)->NewObject(env, url_class, new_url, (*env)->NewStringUTF(env, url));
        if (object == NULL)
            break;
        (*env)->SetObjectArrayElement(env, urls, i, object);
    }
    free(paths);
    return (*env)->ExceptionCheck(env) ? NULL : (*env)->NewObject(env, loader_class, new_loader, urls);
}

/*
 * A class of ours. In a VM of our own the class path has it; in one we joined it comes through a class loader of our
 * own, so that neither side sees the other's libraries.
 */
jclass
vm_join_class(JNIEnv *env, jobject loader, const char *name)
{
    jclass loader_class;
    jmethodID load;
    char dotted[256];

    if (loader == NULL)
        return (*env)->FindClass(env, name);
    strlcpy(dotted, name, sizeof(dotted));
    for (char *p = dotted; *p != '\0'; p++)
        if (*p == '/')
            *p = '.';
    loader_class = (*env)->FindClass(env, "java/lang/ClassLoader");
    load = (*env)->GetMethodID(env, loader_class, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
    return (*env)->CallObjectMethod(env, loader, load, (*env)->NewStringUTF(env, dotted));
}
