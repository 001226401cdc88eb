-- SPDX-License-Identifier: Apache-2.0
SELECT min(event_date), max(event_date) FROM hits;
