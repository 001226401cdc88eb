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
#include "catalog/pg_operator.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/pg_locale.h"
#include "utils/syscache.h"

#include "compat.h"
#include "facts.h"
#include "message.h"
#include "relation.h"

typedef struct FactsContext
{
    Index relation_index;
    List **parameters;
    List *constants; /* Const nodes, in the order of their index */
    List *types;     /* Oid lists without duplicates */
    List *functions;
    List *operators;
    List *collations;
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

/* Whether a tree means the same when taken out of its place and can be evaluated by the executor on its own. */
static bool
is_bound_walker(Node *node, void *context)
{
    if (node == NULL)
        return false;
    switch (nodeTag(node))
    {
        case T_Var:
        case T_Const:
        case T_Param:
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
            return expression_tree_walker(node, is_bound_walker, context);
        default:
            return true;
    }
}

/* Whether a part may become a parameter. */
static bool
may_be_parameter(Node *node, FactsContext *context)
{
    return !has_column_walker(node, context) && !is_bound_walker(node, NULL) && !contain_volatile_functions(node) &&
           !type_is_rowtype(exprType(node));
}

/* Replaces constants and independent parts; see the head of this file. */
static Node *
externalize_mutator(Node *node, FactsContext *context)
{
    if (node == NULL)
        return NULL;
    if (IsA(node, Const))
    {
        Const *constant = (Const *) node;
        Const *mark = makeNode(Const);

        memcpy(mark, constant, sizeof(Const));
        mark->consttypmod = list_length(context->constants);
        mark->constisnull = true;
        mark->constvalue = (Datum) 0;
        context->constants = lappend(context->constants, constant);
        return (Node *) mark;
    }
    /* A list and a WHEN … THEN … are no expressions, only their parts are. */
    if (!IsA(node, List) && !IsA(node, CaseWhen) && may_be_parameter(node, context))
    {
        Param *param = makeNode(Param);

        param->paramkind = PARAM_EXTERN;
        param->paramid = list_length(*context->parameters);
        param->paramtype = exprType(node);
        param->paramtypmod = exprTypmod(node);
        param->paramcollid = exprCollation(node);
        param->location = -1;
        *context->parameters = lappend(*context->parameters, node);
        return (Node *) param;
    }
    return expression_tree_mutator(node, externalize_mutator, context);
}

/* Notes every oid a tree names. */
static bool
collect_walker(Node *node, FactsContext *context)
{
    if (node == NULL)
        return false;
    switch (nodeTag(node))
    {
        case T_List:
            return expression_tree_walker(node, collect_walker, context);
        case T_Var:
            context->columns = list_append_unique_int(context->columns, ((Var *) node)->varattno);
            break;
        case T_FuncExpr:
            context->functions = list_append_unique_oid(context->functions, ((FuncExpr *) node)->funcid);
            break;
        case T_OpExpr:
        case T_DistinctExpr:
        case T_NullIfExpr:
            context->operators = list_append_unique_oid(context->operators, ((OpExpr *) node)->opno);
            break;
        case T_ScalarArrayOpExpr:
            context->operators = list_append_unique_oid(context->operators, ((ScalarArrayOpExpr *) node)->opno);
            break;
        default:
            break;
    }
    context->types = list_append_unique_oid(context->types, exprType(node));
    if (OidIsValid(exprInputCollation(node)))
        context->collations = list_append_unique_oid(context->collations, exprInputCollation(node));
    if (OidIsValid(exprCollation(node)))
        context->collations = list_append_unique_oid(context->collations, exprCollation(node));
    return expression_tree_walker(node, collect_walker, context);
}

/* Sets, until AtEOXact_GUC of the returned level, what text forms of values depend on. */
static int
fix_text_forms(void)
{
    int level = NewGUCNestLevel();

    (void) set_config_option("datestyle", "ISO, YMD", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("intervalstyle", "postgres", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("timezone", "UTC", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("extra_float_digits", "3", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("bytea_output", "hex", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    return level;
}

/* The text form of a value. */
static char *
text_form(Oid type, Datum value)
{
    Oid output;
    bool is_varlena;

    getTypeOutputInfo(type, &output, &is_varlena);
    return OidOutputFunctionCall(output, value);
}

/* Adds the elements of a one-dimensional array. */
static void
describe_elements(StringInfo json, Oid element_type, ArrayType *array)
{
    int16 length;
    bool by_value;
    char alignment;
    Datum *values;
    bool *nulls;
    int count;

    get_typlenbyvalalign(element_type, &length, &by_value, &alignment);
    deconstruct_array(array, element_type, length, by_value, alignment, &values, &nulls, &count);
    appendStringInfoString(json, ",\"elements\":[");
    for (int i = 0; i < count; i++)
    {
        if (i > 0)
            appendStringInfoChar(json, ',');
        message_add_text(json, nulls[i] ? NULL : text_form(element_type, values[i]));
    }
    appendStringInfoChar(json, ']');
}

/* Whether a type's text forms are the same under all settings: setting and resetting those takes longer than most. */
static bool
has_fixed_text(Oid type)
{
    switch (type)
    {
        case BOOLOID:
        case INT2OID:
        case INT4OID:
        case INT8OID:
        case NUMERICOID:
        case TEXTOID:
        case VARCHAROID:
        case BPCHAROID:
        case UUIDOID:
            return true;
        default:
            return false;
    }
}

/* Adds a value, under the settings of fix_text_forms() where they matter. */
static void
add_value(StringInfo json, Oid type, int32 modifier, Datum value, bool is_null)
{
    Oid element_type = get_element_type(type);

    appendStringInfo(json, "{\"type\":%u,\"modifier\":%d", type, modifier);
    if (!is_null && OidIsValid(element_type) && ARR_NDIM(DatumGetArrayTypeP(value)) <= 1)
        describe_elements(json, element_type, DatumGetArrayTypeP(value));
    else
    {
        appendStringInfoString(json, ",\"text\":");
        message_add_text(json, is_null ? NULL : text_form(type, value));
    }
    appendStringInfoChar(json, '}');
}

/* See facts.h. */
void
describe_constant(StringInfo json, Oid type, int32 modifier, Datum value, bool is_null)
{
    int level = is_null || has_fixed_text(type) ? 0 : fix_text_forms();

    add_value(json, type, modifier, value, is_null);
    if (level > 0)
        AtEOXact_GUC(true, level);
}

/* Adds the members of a list of constants. */
static void
describe_constants(StringInfo json, List *constants)
{
    int level = 0;
    ListCell *cell;

    foreach (cell, constants)
    {
        Const *constant = lfirst(cell);

        if (level == 0 && !constant->constisnull && !has_fixed_text(constant->consttype))
            level = fix_text_forms();
        if (foreach_current_index(cell) > 0)
            appendStringInfoChar(json, ',');
        add_value(json, constant->consttype, constant->consttypmod, constant->constvalue, constant->constisnull);
    }
    if (level > 0)
        AtEOXact_GUC(true, level);
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
    appendStringInfo(json, ",\"result\":%u,\"volatility\":\"%c\",\"arguments\":[", function->prorettype,
                     function->provolatile);
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

/*
 * A collation's name, whether it compares bytes, and whether equal strings are the same bytes.
 */
static void
describe_collation_fact(StringInfo json, Oid oid)
{
    char *name = get_collation_name(oid);

    appendStringInfoString(json, "{\"name\":");
    message_add_text(json, name);
    appendStringInfo(json, ",\"isC\":%s,\"deterministic\":%s}", compat_collation_is_c(oid) ? "true" : "false",
                     get_collation_isdeterministic(oid) ? "true" : "false");
}

/* Operand types of operators and functions are facts too, so that Java can resolve their signatures. */
static void
collect_signatures(FactsContext *context)
{
    ListCell *cell;

    foreach (cell, context->operators)
    {
        Oid left;
        Oid right;

        op_input_types(lfirst_oid(cell), &left, &right);
        if (OidIsValid(left))
            context->types = list_append_unique_oid(context->types, left);
        if (OidIsValid(right))
            context->types = list_append_unique_oid(context->types, right);
        context->types = list_append_unique_oid(context->types, get_op_rettype(lfirst_oid(cell)));
    }
    foreach (cell, context->functions)
    {
        Oid *arguments;
        int count;
        Oid result = get_func_signature(lfirst_oid(cell), &arguments, &count);

        context->types = list_append_unique_oid(context->types, result);
        for (int i = 0; i < count; i++)
            context->types = list_append_unique_oid(context->types, arguments[i]);
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

/* Adds an expression; see facts.h. */
void
describe_expression(StringInfo json, Node *expression, Index relation_index, Oid relation, List **parameters)
{
    FactsContext context = {.relation_index = relation_index, .parameters = parameters};
    Node *tree = externalize_mutator(expression, &context);

    collect_walker(tree, &context);
    collect_signatures(&context);
    appendStringInfoString(json, "{\"tree\":");
    escape_json(json, nodeToString(tree));
    appendStringInfoString(json, ",\"facts\":{\"constants\":[");
    describe_constants(json, context.constants);
    appendStringInfoChar(json, ']');
    describe_oids(json, "types", context.types, describe_type_fact);
    describe_oids(json, "functions", context.functions, describe_function_fact);
    describe_oids(json, "operators", context.operators, describe_operator_fact);
    describe_oids(json, "collations", context.collations, describe_collation_fact);
    describe_columns(json, context.columns, relation);
    appendStringInfoString(json, "}}");
}
