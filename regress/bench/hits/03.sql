-- SPDX-License-Identifier: Apache-2.0
SELECT sum(adv_engine_id), count(*), avg(resolution_width) FROM hits;
