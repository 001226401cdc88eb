// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/**
 * Macros for the functions of angles in degrees.
 *
 * <p>PostgreSQL brings an angle into the first quadrant, and scales sine and cosine so that they
 * are exact at 30, 45 and 60 degrees. So do these, by the same steps, for the same last digit.
 */
final class DegreeMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.radians_of(degrees_) AS
        degrees_ * '0.017453292519943295'::DOUBLE;
      CREATE OR REPLACE MACRO icebridge.sine_to_30(degrees_) AS
        sin(icebridge.radians_of(degrees_)) / sin(icebridge.radians_of(30.0::DOUBLE)) / 2.0;
      CREATE OR REPLACE MACRO icebridge.cosine_to_60(degrees_) AS
        1.0 - (1.0 - cos(icebridge.radians_of(degrees_)))
          / (1.0 - cos(icebridge.radians_of(60.0::DOUBLE))) / 2.0;
      CREATE OR REPLACE MACRO icebridge.sine_to_90(degrees_) AS
        CASE WHEN degrees_ <= 30 THEN icebridge.sine_to_30(degrees_)
          ELSE icebridge.cosine_to_60(90.0 - degrees_) END;
      CREATE OR REPLACE MACRO icebridge.cosine_to_90(degrees_) AS
        CASE WHEN degrees_ <= 60 THEN icebridge.cosine_to_60(degrees_)
          ELSE icebridge.sine_to_30(90.0 - degrees_) END;
      CREATE OR REPLACE MACRO icebridge.tangent_to_90(degrees_) AS
        icebridge.sine_to_90(degrees_) / icebridge.cosine_to_90(degrees_)
          / (icebridge.sine_to_90(45.0::DOUBLE) / icebridge.cosine_to_90(45.0::DOUBLE));
      CREATE OR REPLACE MACRO icebridge.cotangent_to_90(degrees_) AS
        icebridge.cosine_to_90(degrees_) / icebridge.sine_to_90(degrees_)
          / (icebridge.cosine_to_90(45.0::DOUBLE) / icebridge.sine_to_90(45.0::DOUBLE));
      CREATE OR REPLACE MACRO icebridge.quadrant(degrees_) AS
        CASE WHEN degrees_ > 270 THEN 360.0 - degrees_ WHEN degrees_ > 180 THEN 180.0 - (360.0 - degrees_)
          WHEN degrees_ > 90 THEN 180.0 - degrees_ ELSE degrees_ END;
      CREATE OR REPLACE MACRO icebridge.first_quadrant(degrees_) AS
        CASE WHEN degrees_ = 0 THEN degrees_ ELSE icebridge.quadrant(abs(degrees_)) END;

      CREATE OR REPLACE MACRO icebridge.sind(degrees_) AS
        CASE WHEN degrees_ < 0 THEN -1.0 ELSE 1.0 END * CASE WHEN abs(degrees_) > 180 THEN -1.0 ELSE 1.0 END
          * icebridge.sine_to_90(icebridge.first_quadrant(degrees_));
      CREATE OR REPLACE MACRO icebridge.cosd(degrees_) AS
        CASE WHEN degrees_ > 90 AND degrees_ < 270 THEN -1.0 ELSE 1.0 END
          * icebridge.cosine_to_90(icebridge.quadrant(degrees_));
      CREATE OR REPLACE MACRO icebridge.signed_tangent(degrees_, value_) AS
        CASE WHEN value_ = 0 THEN 0.0 WHEN isnan(value_) THEN value_
          WHEN (degrees_ < 0) <> (abs(degrees_) > 90 AND abs(degrees_) <= 180 OR abs(degrees_) >= 270) THEN -value_
          ELSE value_ END;
      CREATE OR REPLACE MACRO icebridge.tand(degrees_) AS
        icebridge.signed_tangent(degrees_, icebridge.tangent_to_90(icebridge.quadrant(abs(degrees_))));
      CREATE OR REPLACE MACRO icebridge.cotd(degrees_) AS
        icebridge.signed_tangent(degrees_, icebridge.cotangent_to_90(icebridge.first_quadrant(degrees_)));
      CREATE OR REPLACE MACRO icebridge.asine_of_unit(value_) AS
        CASE WHEN value_ <= 0.5 THEN asin(value_) / asin(0.5) * 30.0
          ELSE 90.0 - acos(value_) / acos(0.5) * 60.0 END;
      CREATE OR REPLACE MACRO icebridge.acosine_of_unit(value_) AS
        CASE WHEN value_ <= 0.5 THEN 90.0 - asin(value_) / asin(0.5) * 30.0
          ELSE acos(value_) / acos(0.5) * 60.0 END;
      CREATE OR REPLACE MACRO icebridge.asind(value_) AS
        CASE WHEN value_ >= 0 THEN icebridge.asine_of_unit(value_) ELSE -icebridge.asine_of_unit(-value_) END;
      CREATE OR REPLACE MACRO icebridge.acosd(value_) AS
        CASE WHEN value_ >= 0 THEN icebridge.acosine_of_unit(value_) ELSE 90.0 + icebridge.asine_of_unit(-value_) END
      """;

  private DegreeMacros() {}
}
