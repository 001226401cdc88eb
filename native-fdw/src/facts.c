/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts.c
 *    Writes an expression for Java: nodeToString() of a tree in which no binary datum is left, and the catalog facts
 * about everything the tree names by oid.
 *
 * Constants leave the tree and travel as text in a list beside it; their place is marked by a NULL constant whose type
 * modifier is the index in that list. So Java needs to know no binary format, and the text forms are exact whatever the
 * session's settings, because they are made under fixed ones. Parts that do not depend on the relation become
 * parameters, evaluated by PostgreSQL when the scan starts.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_database.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/pg_locale.h"
#include "utils/syscache.h"

#include "compat.h"
#include "constant.h"
#include "facts.h"
#include "message.h"
#include "relation.h"

typedef struct FactsContext
{
    Index relation_index;
    List **parameters;
    bool conditional; /* below a branch that may not be evaluated at all */
    Facts facts;
    List *columns; /* attribute numbers */
} FactsContext;

/* Whether a tree holds a column of the relation. */
static bool
has_column_walker(Node *node, FactsContext *context)
{
    if (node == NULL)
        return false;
    if (IsA(node, Var))
        return ((Var *) node)->varno == (int) context->relation_index && ((Var *) node)->varlevelsup == 0;
    return expression_tree_walker(node, has_column_walker, context);
}

/* The walker of facts_is_bound(). */
static bool
is_bound_walker(Node *node, const bool *in_query)
{
    if (node == NULL)
        return false;
    switch (nodeTag(node))
    {
        case T_Var:
            return *in_query;
        case T_Param:
            return *in_query && ((Param *) node)->paramkind != PARAM_EXTERN;
        case T_Const:
        case T_FuncExpr:
        case T_OpExpr:
        case T_DistinctExpr:
        case T_NullIfExpr:
        case T_ScalarArrayOpExpr:
        case T_BoolExpr:
        case T_RelabelType:
        case T_CoerceViaIO:
        case T_CollateExpr:
        case T_CoalesceExpr:
        case T_MinMaxExpr:
        case T_ArrayExpr:
        case T_NullTest:
        case T_BooleanTest:
        case T_SQLValueFunction:
        case T_List:
            return expression_tree_walker(node, is_bound_walker, (void *) in_query);
        case T_PlaceHolderVar:
            /* Whole, whatever it holds; and its columns alone may not come up to where the scan gets its values. */
            return false;
        default:
            return true;
    }
}

/* See facts.h. */
bool
facts_is_bound(Node *node, bool in_query)
{
    return is_bound_walker(node, &in_query);
}

/*
 * Whether a part may become a parameter. Where it may not be evaluated at all, it must not fail, or a statement would
 * that is right.
 */
static bool
may_be_parameter(Node *node, FactsContext *context)
{
    if (context->conditional && !IsA(node, Var) && !IsA(node, Param) && !IsA(node, PlaceHolderVar) &&
        !IsA(node, SQLValueFunction))
        return false;
    return !has_column_walker(node, context) && !facts_is_bound(node, false) && !contain_volatile_functions(node) &&
           (IsA(node, PlaceHolderVar) || !type_is_rowtype(exprType(node)));
}

/* See facts.h. */
Node *
facts_take_constant(Facts *facts, Const *constant)
{
    Const *mark = makeNode(Const);

    memcpy(mark, constant, sizeof(Const));
    mark->consttypmod = list_length(facts->constants);
    mark->constisnull = true;
    mark->constvalue = (Datum) 0;
    facts->constants = lappend(facts->constants, constant);
    return (Node *) mark;
}

/* See facts.h. */
Param *
facts_parameter(List **parameters, Node *expression)
{
    Param *param = makeNode(Param);

    param->paramkind = PARAM_EXTERN;
    param->paramid = list_length(*parameters);
    param->paramtype = exprType(expression);
    param->paramtypmod = exprTypmod(expression);
    param->paramcollid = exprCollation(expression);
    param->location = -1;
    *parameters = lappend(*parameters, expression);
    return param;
}

/* Replaces constants and independent parts; see the head of this file. */
static Node *
externalize_mutator(Node *node, FactsContext *context)
{
    bool conditional = context->conditional;

    if (node == NULL)
        return NULL;
    if (IsA(node, Const))
        return facts_take_constant(&context->facts, (Const *) node);
    /* A list and a WHEN … THEN … are no expressions, only their parts are. */
    if (!IsA(node, List) && !IsA(node, CaseWhen) && may_be_parameter(node, context))
        return (Node *) facts_parameter(context->parameters, node);
    /* One of this relation is what it holds, as long as no join is above. */
    if (IsA(node, PlaceHolderVar))
        return externalize_mutator((Node *) ((PlaceHolderVar *) node)->phexpr, context);
    context->conditional = conditional || IsA(node, CaseExpr) || IsA(node, CoalesceExpr);
    node = expression_tree_mutator(node, externalize_mutator, context);
    context->conditional = conditional;
    return node;
}

/* See facts.h. */
void
facts_add_type(Facts *facts, Oid type)
{
    if (OidIsValid(type))
        facts->types = list_append_unique_oid(facts->types, type);
}

/* See facts.h. */
void
facts_add_collation(Facts *facts, Oid collation)
{
    if (OidIsValid(collation))
        facts->collations = list_append_unique_oid(facts->collations, collation);
}

/* See facts.h. */
void
facts_add_function(Facts *facts, Oid function)
{
    if (OidIsValid(function))
        facts->functions = list_append_unique_oid(facts->functions, function);
}

/* See facts.h. */
void
facts_add_operator(Facts *facts, Oid operator)
{
    if (OidIsValid(operator))
        facts->operators = list_append_unique_oid(facts->operators, operator);
}

/* See facts.h. */
void
facts_add_expression(Facts *facts, Node *node)
{
    ListCell *cell;

    switch (nodeTag(node))
    {
        case T_FuncExpr:
            facts_add_function(facts, ((FuncExpr *) node)->funcid);
            break;
        case T_OpExpr:
        case T_DistinctExpr:
        case T_NullIfExpr:
            facts_add_operator(facts, ((OpExpr *) node)->opno);
            break;
        case T_ScalarArrayOpExpr:
            facts_add_operator(facts, ((ScalarArrayOpExpr *) node)->opno);
            break;
        case T_RowCompareExpr:
            foreach (cell, ((RowCompareExpr *) node)->opnos)
                facts_add_operator(facts, lfirst_oid(cell));
            foreach (cell, ((RowCompareExpr *) node)->inputcollids)
                facts_add_collation(facts, lfirst_oid(cell));
            break;
        case T_Aggref:
            facts_add_function(facts, ((Aggref *) node)->aggfnoid);
            foreach (cell, ((Aggref *) node)->aggargtypes)
                facts_add_type(facts, lfirst_oid(cell));
            break;
        case T_WindowFunc:
            facts_add_function(facts, ((WindowFunc *) node)->winfnoid);
            break;
        default:
            break;
    }
    facts_add_type(facts, exprType(node));
    facts_add_collation(facts, exprInputCollation(node));
    facts_add_collation(facts, exprCollation(node));
}

/* Notes every oid a tree names. */
static bool
collect_walker(Node *node, FactsContext *context)
{
    if (node == NULL)
        return false;
    if (IsA(node, Var))
        context->columns = list_append_unique_int(context->columns, ((Var *) node)->varattno);
    if (!IsA(node, List))
        facts_add_expression(&context->facts, node);
    return expression_tree_walker(node, collect_walker, context);
}

/* Adds {"oid": …} members for a list, each written by `describe`. */
static void
describe_oids(StringInfo json, const char *name, List *oids, void (*describe)(StringInfo, Oid))
{
    ListCell *cell;

    appendStringInfo(json, ",\"%s\":{", name);
    foreach (cell, oids)
    {
        appendStringInfo(json, "%s\"%u\":", foreach_current_index(cell) == 0 ? "" : ",", lfirst_oid(cell));
        describe(json, lfirst_oid(cell));
    }
    appendStringInfoChar(json, '}');
}

static void
describe_type_fact(StringInfo json, Oid type)
{
    describe_type(json, type, -1);
}

static void
describe_function_fact(StringInfo json, Oid oid)
{
    HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(oid));
    Form_pg_proc function;

    if (!HeapTupleIsValid(tuple))
        elog(ERROR, "cache lookup failed for function %u", oid);
    function = (Form_pg_proc) GETSTRUCT(tuple);
    appendStringInfoString(json, "{\"schema\":");
    message_add_text(json, get_namespace_name(function->pronamespace));
    appendStringInfoString(json, ",\"name\":");
    escape_json(json, NameStr(function->proname));
    appendStringInfo(json, ",\"result\":%u,\"volatility\":\"%c\",\"kind\":\"%c\",\"strict\":%s,\"arguments\":[",
                     function->prorettype, function->provolatile, function->prokind,
                     function->proisstrict ? "true" : "false");
    for (int i = 0; i < function->pronargs; i++)
        appendStringInfo(json, i == 0 ? "%u" : ",%u", function->proargtypes.values[i]);
    appendStringInfoString(json, "]}");
    ReleaseSysCache(tuple);
}

static void
describe_operator_fact(StringInfo json, Oid oid)
{
    HeapTuple tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(oid));
    Form_pg_operator operator;

    if (!HeapTupleIsValid(tuple))
        elog(ERROR, "cache lookup failed for operator %u", oid);
    operator=(Form_pg_operator) GETSTRUCT(tuple);
    appendStringInfoString(json, "{\"schema\":");
    message_add_text(json, get_namespace_name(operator->oprnamespace));
    appendStringInfoString(json, ",\"name\":");
    escape_json(json, NameStr(operator->oprname));
    appendStringInfo(
        json, ",\"left\":%u,\"right\":%u,\"result\":%u}", operator->oprleft, operator->oprright, operator->oprresult);
    ReleaseSysCache(tuple);
}

/* Whether a locale of the C library is C.UTF-8, whose order is that of code points, and so of bytes. */
static bool
is_utf8_of_c(const char *locale)
{
    return pg_strcasecmp(locale, "C.UTF-8") == 0 || pg_strcasecmp(locale, "C.utf8") == 0;
}

/* Whether a collation compares text by its bytes. */
bool
facts_orders_by_bytes(Oid collation)
{
    bool is_default = collation == DEFAULT_COLLATION_OID;
    HeapTuple tuple;
    bool is_libc;
    bool by_bytes = false;

    if (compat_orders_as_c(collation))
        return true;
    tuple = is_default ? SearchSysCache1(DATABASEOID, ObjectIdGetDatum(MyDatabaseId))
                       : SearchSysCache1(COLLOID, ObjectIdGetDatum(collation));
    if (!HeapTupleIsValid(tuple))
        elog(ERROR, "cache lookup failed for collation %u", collation);
    is_libc = is_default ? ((Form_pg_database) GETSTRUCT(tuple))->datlocprovider == COLLPROVIDER_LIBC
                         : ((Form_pg_collation) GETSTRUCT(tuple))->collprovider == COLLPROVIDER_LIBC;
    if (is_libc)
    {
        bool is_null;
        Datum locale = is_default ? SysCacheGetAttr(DATABASEOID, tuple, Anum_pg_database_datcollate, &is_null)
                                  : SysCacheGetAttr(COLLOID, tuple, Anum_pg_collation_collcollate, &is_null);

        by_bytes = !is_null && is_utf8_of_c(TextDatumGetCString(locale));
    }
    ReleaseSysCache(tuple);
    return by_bytes;
}

/* Whether upper and lower case of the letters of ASCII are those of English, which in Turkish they are not. */
static bool
has_ascii_case(Oid collation)
{
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char lower[] = "abcdefghijklmnopqrstuvwxyz";

    return strcmp(str_tolower(upper, strlen(upper), collation), lower) == 0 &&
           strcmp(str_toupper(lower, strlen(lower), collation), upper) == 0;
}

/*
 * A collation's name, whether it is C, whether equal strings are the same bytes, whether it compares bytes, and whether
 * the case of ASCII's letters is known.
 */
static void
describe_collation_fact(StringInfo json, Oid oid)
{
    char *name = get_collation_name(oid);

    appendStringInfoString(json, "{\"name\":");
    message_add_text(json, name);
    appendStringInfo(json, ",\"isC\":%s,\"deterministic\":%s,\"byteOrder\":%s,\"asciiCase\":%s}",
                     compat_orders_as_c(oid) && compat_letters_as_c(oid) ? "true" : "false",
                     get_collation_isdeterministic(oid) ? "true" : "false",
                     facts_orders_by_bytes(oid) ? "true" : "false", has_ascii_case(oid) ? "true" : "false");
}

/* Operand types of operators and functions are facts too, so that Java can resolve their signatures. */
static void
collect_signatures(Facts *facts)
{
    ListCell *cell;

    foreach (cell, facts->operators)
    {
        Oid left;
        Oid right;

        op_input_types(lfirst_oid(cell), &left, &right);
        facts_add_type(facts, left);
        facts_add_type(facts, right);
        facts_add_type(facts, get_op_rettype(lfirst_oid(cell)));
    }
    foreach (cell, facts->functions)
    {
        Oid *arguments;
        int count;
        Oid result = get_func_signature(lfirst_oid(cell), &arguments, &count);

        facts_add_type(facts, result);
        for (int i = 0; i < count; i++)
            facts_add_type(facts, arguments[i]);
    }
}

/* Adds the columns a tree uses. */
static void
describe_columns(StringInfo json, List *columns, Oid relation)
{
    bool first = true;
    ListCell *cell;

    appendStringInfoString(json, ",\"columns\":[");
    foreach (cell, columns)
    {
        HeapTuple tuple;

        if (lfirst_int(cell) <= 0)
            continue;
        tuple = SearchSysCacheAttNum(relation, (AttrNumber) lfirst_int(cell));
        if (!HeapTupleIsValid(tuple))
            elog(ERROR, "cache lookup failed for attribute %d of relation %u", lfirst_int(cell), relation);
        if (!first)
            appendStringInfoChar(json, ',');
        first = false;
        describe_column(json, (Form_pg_attribute) GETSTRUCT(tuple), NIL);
        ReleaseSysCache(tuple);
    }
    appendStringInfoChar(json, ']');
}

/* See facts.h. */
void
facts_write(StringInfo json, Facts *facts)
{
    collect_signatures(facts);
    appendStringInfoString(json, "\"constants\":[");
    describe_constants(json, facts->constants);
    appendStringInfoChar(json, ']');
    describe_oids(json, "types", facts->types, describe_type_fact);
    describe_oids(json, "functions", facts->functions, describe_function_fact);
    describe_oids(json, "operators", facts->operators, describe_operator_fact);
    describe_oids(json, "collations", facts->collations, describe_collation_fact);
}

/* Adds an expression; see facts.h. */
void
describe_expression(StringInfo json, Node *expression, Index relation_index, Oid relation, List **parameters)
{
    FactsContext context = {.relation_index = relation_index, .parameters = parameters};
    Node *tree = externalize_mutator(expression, &context);

    collect_walker(tree, &context);
    appendStringInfoString(json, "{\"tree\":");
    escape_json(json, nodeToString(tree));
    appendStringInfoString(json, ",\"facts\":{");
    facts_write(json, &context.facts);
    describe_columns(json, context.columns, relation);
    appendStringInfoString(json, "}}");
}
