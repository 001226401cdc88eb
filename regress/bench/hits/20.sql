-- SPDX-License-Identifier: Apache-2.0
SELECT user_id FROM hits WHERE user_id = 435090932899640449;
