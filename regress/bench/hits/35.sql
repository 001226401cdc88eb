-- SPDX-License-Identifier: Apache-2.0
SELECT 1, url, count(*) AS views FROM hits GROUP BY 1, url ORDER BY views DESC, url LIMIT 10;
