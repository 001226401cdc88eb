-- SPDX-License-Identifier: Apache-2.0
SELECT counter_id, avg(length(url)) AS width, count(*) AS views
FROM hits WHERE url <> '' GROUP BY counter_id HAVING count(*) > :many ORDER BY width DESC, counter_id LIMIT 25;
