-- SPDX-License-Identifier: Apache-2.0
-- The rows of the table hits, in DuckDB's SQL: page views as a web analytics service might log them, with the columns and
-- skews that such tables have. Each value is a function of the row's number, so that the same rows come out every time.
-- :rows and :folder are filled in; u(row, salt) is evenly distributed in [0, 1), skewed(row, salt, n, power) in 0 … n - 1.
CREATE TEMP MACRO u(i, salt) AS (hash(i * 1024 + salt) % 1000000007) / 1000000007.0;
CREATE TEMP MACRO skewed(i, salt, n, power) AS CAST(floor(n * pow(u(i, salt), power)) AS BIGINT);
CREATE TEMP MACRO id(number, salt) AS CAST(hash(number * 1024 + salt) >> 1 AS BIGINT);
CREATE TEMP MACRO word(number) AS
  (['lamp', 'garden', 'river', 'blue', 'house', 'train', 'ticket', 'city', 'weather', 'cheap', 'music', 'recipe', 'winter', 'phone',
    'film', 'news', 'Müller', 'кино', 'погода', 'дом', 'купить', '写真', 'google', 'map', 'hotel', 'car', 'sport', 'school', 'bank',
    'game', 'photo', 'free'])[CAST(1 + number % 32 AS BIGINT)];
CREATE TEMP MACRO words(number) AS
  word(number) || ' ' || word(number // 32) || CASE WHEN number % 3 = 0 THEN '' ELSE ' ' || word(hash(number)) END;
CREATE TEMP MACRO domain(number) AS
  CASE number % 41
    WHEN 7 THEN 'www.google.com' WHEN 19 THEN 'google' || number % 5 || '.example'
    ELSE CASE WHEN number % 3 = 0 THEN 'www.' ELSE '' END || 'site' || number || '.example' END;
CREATE TEMP MACRO address(number) AS
  CASE WHEN number % 5 = 0 THEN 'https://' ELSE 'http://' END || domain(number % 997) || '/' || word(number) || '/' || number
    || CASE WHEN number % 4 = 0 THEN '?q=' || word(hash(number)) || '&page=' || number % 100 ELSE '' END;
COPY (
  WITH
    base AS (
      SELECT range AS i, range / CAST(:rows AS DOUBLE) AS place, skewed(range, 1, greatest(:rows // 6, 10), 1.5) AS person,
             skewed(range, 2, greatest(:rows // 5, 10), 2.5) AS page,
             -- Whole seconds, as a log has them.
             TIMESTAMP '2013-07-01' + to_microseconds(CAST(floor(u(range, 3) * 31 * 86400) AS BIGINT) * 1000000) AS event_time,
             u(range, 4) < 0.13 AS searched, u(range, 5) < 0.05 AS from_advertisement
      FROM range(:rows)
    )
  SELECT
    id(i, 0) AS watch_id,
    CAST(u(i, 10) < 0.6 AS SMALLINT) AS java_enable,
    CASE WHEN u(i, 11) < 0.15 THEN '' ELSE words(page) || CASE WHEN page % 23 = 0 THEN ' - Google Search' ELSE ' | page' END END AS title,
    CAST(1 AS SMALLINT) AS good_event,
    event_time,
    CAST(event_time AS DATE) AS event_date,
    -- Rows lie by counter, of which one in the middle is a busy one.
    CAST(CASE WHEN place < 0.2 THEN 1 + floor(place / 0.2 * 61) WHEN place < 0.27 THEN 62
              ELSE 63 + floor(6000 * pow((place - 0.27) / 0.73, 3)) END AS INTEGER) AS counter_id,
    CAST(CAST(hash(person // 2) % 4294967296 AS BIGINT) - 2147483648 AS INTEGER) AS client_ip,
    CAST(skewed(person, 12, 5000, 4) AS INTEGER) AS region_id,
    CASE WHEN person = 0 THEN 435090932899640449 ELSE id(person, 1) END AS user_id,
    CAST(skewed(i, 13, 3, 1) - 1 AS SMALLINT) AS counter_class,
    CAST(skewed(person, 14, 90, 2) AS SMALLINT) AS os,
    CAST(skewed(person, 15, 80, 2) AS SMALLINT) AS user_agent,
    address(page) AS url,
    CASE WHEN u(i, 16) < 0.18 THEN '' ELSE address(skewed(i, 17, greatest(:rows // 8, 10), 3)) END AS referer,
    CAST(u(i, 18) < 0.12 AS SMALLINT) AS is_refresh,
    CAST(skewed(i, 19, 500, 6) AS SMALLINT) AS referer_category_id,
    CAST(skewed(i, 20, 400, 5) AS INTEGER) AS referer_region_id,
    CAST(skewed(page, 21, 500, 6) AS SMALLINT) AS url_category_id,
    CAST(skewed(page, 22, 400, 5) AS INTEGER) AS url_region_id,
    CAST([1366, 1920, 1280, 1024, 1600, 1440, 320, 0][1 + skewed(person, 23, 8, 2)] AS SMALLINT) AS resolution_width,
    CAST([768, 1080, 1024, 768, 900, 900, 480, 0][1 + skewed(person, 23, 8, 2)] AS SMALLINT) AS resolution_height,
    CAST([24, 32, 16, 0][1 + skewed(person, 24, 4, 3)] AS SMALLINT) AS resolution_depth,
    CAST(skewed(person, 25, 12, 1) AS SMALLINT) AS flash_major,
    CAST(skewed(person, 26, 10, 3) AS SMALLINT) AS flash_minor,
    CASE WHEN u(person, 27) < 0.5 THEN '' ELSE CAST(skewed(person, 28, 700, 2) AS VARCHAR) END AS flash_minor2,
    CAST(skewed(person, 29, 5, 3) AS SMALLINT) AS net_major,
    CAST(skewed(person, 30, 10, 5) AS SMALLINT) AS net_minor,
    CAST(skewed(person, 31, 60, 1) AS SMALLINT) AS user_agent_major,
    substr('D0a1cB9', 1 + CAST(skewed(person, 32, 6, 1) AS INTEGER), 2) AS user_agent_minor,
    CAST(u(i, 33) < 0.98 AS SMALLINT) AS cookie_enable,
    CAST(u(i, 34) < 0.99 AS SMALLINT) AS javascript_enable,
    CAST(u(person, 35) < 0.11 AS SMALLINT) AS is_mobile,
    CAST(CASE WHEN u(person, 35) < 0.11 THEN 1 + skewed(person, 36, 180, 4) ELSE 0 END AS SMALLINT) AS mobile_phone,
    CASE WHEN u(person, 35) < 0.08 THEN ['iPad', 'iPhone', 'A500', 'N8-00', 'GT-I9300', 'ONE touch 6030A', '2700 classic', 'Xperia'][1 + skewed(person, 37, 8, 2)]
      || CASE WHEN u(person, 38) < 0.3 THEN ' ' || skewed(person, 39, 40, 2) ELSE '' END ELSE '' END AS mobile_phone_model,
    CASE WHEN u(i, 40) < 0.9 THEN '' ELSE '{"n": ' || skewed(i, 41, 1000, 1) || ', "k": "' || word(i) || '"}' END AS params,
    CAST(skewed(person, 42, 4000000, 3) AS INTEGER) AS ip_network_id,
    CAST(CASE WHEN searched THEN 2 WHEN from_advertisement THEN 3 ELSE [-1, 0, 1, 4, 5, 6, 7][1 + skewed(i, 43, 7, 1)] END AS SMALLINT) AS traffic_source_id,
    CAST(CASE WHEN searched THEN 1 + skewed(i, 44, 90, 4) ELSE 0 END AS SMALLINT) AS search_engine_id,
    CASE WHEN searched THEN words(skewed(i, 45, greatest(:rows // 40, 10), 3)) ELSE '' END AS search_phrase,
    CAST(CASE WHEN from_advertisement THEN [2, 27, 13, 45, 44, 3, 62][1 + skewed(i, 46, 7, 3)] ELSE 0 END AS SMALLINT) AS adv_engine_id,
    CAST(0 AS SMALLINT) AS is_artificial,
    CAST(CASE WHEN u(i, 47) < 0.2 THEN 0 ELSE 300 + skewed(i, 48, 1620, 0.5) END AS SMALLINT) AS window_client_width,
    CAST(CASE WHEN u(i, 47) < 0.2 THEN 0 ELSE 200 + skewed(i, 49, 880, 0.5) END AS SMALLINT) AS window_client_height,
    CAST([-1, 135, 107, 400, 300][1 + skewed(person, 50, 5, 1)] AS SMALLINT) AS client_time_zone,
    event_time + to_seconds(CAST(skewed(i, 51, 7200, 1) AS BIGINT) - 3600) AS client_event_time,
    CAST(skewed(person, 52, 6, 2) AS SMALLINT) AS silverlight_version1,
    CAST(skewed(person, 53, 2, 2) AS SMALLINT) AS silverlight_version2,
    CAST(skewed(person, 54, 61119, 3) AS INTEGER) AS silverlight_version3,
    CAST(0 AS SMALLINT) AS silverlight_version4,
    ['utf-8', 'windows-1251', 'utf-8;charset', ''][1 + skewed(page, 55, 4, 3)] AS page_charset,
    CAST(skewed(page, 56, 1700, 3) AS INTEGER) AS code_version,
    CAST(u(i, 57) < 0.06 AS SMALLINT) AS is_link,
    CAST(u(i, 58) < 0.01 AS SMALLINT) AS is_download,
    CAST(u(i, 59) < 0.05 AS SMALLINT) AS is_not_bounce,
    CASE WHEN u(i, 60) < 0.7 THEN 0 ELSE id(person, 2) END AS f_uniq_id,
    CASE WHEN u(i, 61) < 0.9 THEN '' ELSE address(page // 2) END AS original_url,
    CAST(hash(i * 1024 + 62) % 1073741824 AS INTEGER) AS h_id,
    CAST(0 AS SMALLINT) AS is_old_counter,
    CAST(u(i, 63) < 0.03 AS SMALLINT) AS is_event,
    CAST(u(i, 64) < 0.02 AS SMALLINT) AS is_parameter,
    CAST(u(i, 65) < 0.1 AS SMALLINT) AS dont_count_hits,
    CAST(u(i, 66) < 0.04 AS SMALLINT) AS with_hash,
    substr('5TE9', 1 + CAST(skewed(i, 67, 4, 2) AS INTEGER), 1) AS hit_color,
    event_time + to_hours(3) AS local_event_time,
    CAST(skewed(person, 68, 6, 2) * 10 AS SMALLINT) AS age,
    CAST(skewed(person, 69, 3, 1) AS SMALLINT) AS sex,
    CAST(skewed(person, 70, 4, 2) AS SMALLINT) AS income,
    CAST(skewed(person, 71, 30000, 4) AS SMALLINT) AS interests,
    CAST(skewed(i, 72, 150, 8) AS SMALLINT) AS robotness,
    CAST(CAST(hash(person) % 4294967296 AS BIGINT) - 2147483648 AS INTEGER) AS remote_ip,
    CAST(skewed(i, 73, 3000, 6) - 1 AS INTEGER) AS window_name,
    CAST(skewed(i, 74, 3000, 6) - 1 AS INTEGER) AS opener_name,
    CAST(skewed(i, 75, 400, 4) - 1 AS SMALLINT) AS history_length,
    ['S0', 'ru', 'en', 'de', 'uk', 'tr'][1 + skewed(person, 76, 6, 2)] AS browser_language,
    ['RU', 'UA', 'DE', 'US', 'BY', 'KZ', ''][1 + skewed(person, 77, 7, 2)] AS browser_country,
    CASE WHEN u(i, 78) < 0.99 THEN '' ELSE word(i) END AS social_network,
    CASE WHEN u(i, 79) < 0.99 THEN '' ELSE 'share' END AS social_action,
    CAST(CASE WHEN u(i, 80) < 0.99 THEN 0 ELSE 404 END AS SMALLINT) AS http_error,
    CAST(skewed(i, 81, 30000, 8) AS INTEGER) AS send_timing,
    CAST(skewed(i, 82, 30000, 9) AS INTEGER) AS dns_timing,
    CAST(skewed(i, 83, 30000, 7) AS INTEGER) AS connect_timing,
    CAST(skewed(i, 84, 30000, 5) AS INTEGER) AS response_start_timing,
    CAST(skewed(i, 85, 60000, 5) AS INTEGER) AS response_end_timing,
    CAST(skewed(i, 86, 90000, 5) AS INTEGER) AS fetch_timing,
    CAST(0 AS SMALLINT) AS social_source_network_id,
    '' AS social_source_page,
    CAST(CASE WHEN u(i, 87) < 0.98 THEN 0 ELSE skewed(i, 88, 1000000, 3) END AS BIGINT) AS param_price,
    CASE WHEN u(i, 87) < 0.98 THEN '' ELSE 'order-' || i END AS param_order_id,
    CASE WHEN u(i, 87) < 0.98 THEN '' ELSE ['RUB', 'EUR', 'USD'][1 + skewed(i, 89, 3, 2)] END AS param_currency,
    CAST(CASE WHEN u(i, 87) < 0.98 THEN 0 ELSE 1 + skewed(i, 89, 3, 2) END AS SMALLINT) AS param_currency_id,
    CASE WHEN u(i, 90) < 0.97 THEN '' ELSE 'service' || skewed(i, 91, 9, 2) END AS openstat_service_name,
    CASE WHEN u(i, 90) < 0.97 THEN '' ELSE 'campaign' || skewed(i, 92, 900, 2) END AS openstat_campaign_id,
    CASE WHEN u(i, 90) < 0.97 THEN '' ELSE CAST(skewed(i, 93, 90000, 2) AS VARCHAR) END AS openstat_ad_id,
    CASE WHEN u(i, 90) < 0.97 THEN '' ELSE domain(skewed(i, 94, 300, 2)) END AS openstat_source_id,
    CASE WHEN u(i, 95) < 0.95 THEN '' ELSE word(skewed(i, 96, 32, 2)) END AS utm_source,
    CASE WHEN u(i, 95) < 0.95 THEN '' ELSE 'cpc' END AS utm_medium,
    CASE WHEN u(i, 95) < 0.95 THEN '' ELSE 'spring' || skewed(i, 97, 50, 2) END AS utm_campaign,
    CASE WHEN u(i, 95) < 0.97 THEN '' ELSE words(skewed(i, 98, 500, 2)) END AS utm_content,
    CASE WHEN u(i, 95) < 0.97 THEN '' ELSE word(skewed(i, 99, 32, 2)) END AS utm_term,
    CASE WHEN u(i, 100) < 0.99 THEN '' ELSE 'tag' || skewed(i, 101, 20, 2) END AS from_tag,
    CAST(u(i, 102) < 0.01 AS SMALLINT) AS has_gclid,
    id(skewed(i, 17, greatest(:rows // 8, 10), 3) % 250, 3) AS referer_hash,
    id(page % 250, 4) AS url_hash,
    CAST(skewed(i, 103, 100000, 9) AS INTEGER) AS cl_id
  FROM base
) TO ':folder/hits.parquet' (FORMAT parquet);
