-- SPDX-License-Identifier: Apache-2.0
SELECT watch_id, client_ip, count(*) AS views, sum(is_refresh), avg(resolution_width)
FROM hits WHERE search_phrase <> '' GROUP BY watch_id, client_ip ORDER BY views DESC, watch_id, client_ip LIMIT 10;
