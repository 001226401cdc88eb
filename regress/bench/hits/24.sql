-- SPDX-License-Identifier: Apache-2.0
SELECT * FROM hits WHERE url LIKE '%google%' ORDER BY event_time, watch_id LIMIT 10;
