-- SPDX-License-Identifier: Apache-2.0
SELECT count(DISTINCT user_id) FROM hits;
