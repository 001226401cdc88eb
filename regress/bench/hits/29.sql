-- SPDX-License-Identifier: Apache-2.0
SELECT regexp_replace(referer, '^https?://(?:www\.)?([^/]+)/.*$', '\1') AS site, avg(length(referer)) AS width, count(*) AS views,
       min(referer)
FROM hits WHERE referer <> '' GROUP BY site HAVING count(*) > :many ORDER BY width DESC, site LIMIT 25;
