/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_planner.c
 *    The hook on planning: Java is asked which parts of a query DuckDB can execute.
 */
#include "postgres.h"

#include "optimizer/planner.h"
#include "utils/json.h"

#include "call.h"
#include "message.h"
#include "query.h"
#include "settings.h"
#include "transaction.h"

static planner_hook_type next_planner;

/* The members "query" and "facts" of a request. */
static char *
describe_query(PreparedQuery *prepared)
{
    StringInfoData json;

    initStringInfo(&json);
    appendStringInfoString(&json, "\"query\":");
    escape_json(&json, nodeToString(prepared->prepared));
    appendStringInfoString(&json, ",\"facts\":{");
    facts_write(&json, &prepared->facts);
    appendStringInfoChar(&json, '}');
    return json.data;
}

/* The request, without options of user mappings where it is for the log. */
static char *
plan_request(const char *query, List *relations, bool for_log)
{
    StringInfoData request;

    initStringInfo(&request);
    appendStringInfo(&request, "{%s,\"relations\":{", query);
    query_describe_relations(&request, relations, NULL, for_log);
    appendStringInfoChar(&request, '}');
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    return request.data;
}

/* Asks Java about a query. */
static void
ask_java(Query *query, ParamListInfo parameters)
{
    PreparedQuery *prepared = query_prepare(query, parameters);
    List *relations = query_relations(prepared->numbered);
    char *description = describe_query(prepared);
    JsonbContainer *error;
    JsonbContainer *answer;

    if (message_level_is_interesting(DEBUG3))
        elog(DEBUG3, "icebridge: query.plan %s", plan_request(description, relations, true));
    answer = icebridge_try("query.plan", plan_request(description, relations, false), &error);
    if (answer != NULL)
        transaction_note_answer(answer);
}

/* planner_hook */
static PlannedStmt *
plan(Query *query, const char *text, int options, ParamListInfo parameters)
{
    if (setting_push_queries && query->commandType != CMD_UTILITY && query_reads_lake(query))
        ask_java(query, parameters);
    return next_planner != NULL ? next_planner(query, text, options, parameters)
                                : standard_planner(query, text, options, parameters);
}

/* See query.h. */
void
query_define(void)
{
    next_planner = planner_hook;
    planner_hook = plan;
}
