-- SPDX-License-Identifier: Apache-2.0
SELECT window_client_width, window_client_height, count(*) AS views
FROM hits
WHERE counter_id = 62 AND event_date >= date '2013-07-01' AND event_date <= date '2013-07-31'
  AND is_refresh = 0 AND dont_count_hits = 0 AND url_hash = 4267971355525595518
GROUP BY window_client_width, window_client_height
ORDER BY views DESC, window_client_width, window_client_height LIMIT 10 OFFSET :skip;
