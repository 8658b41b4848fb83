//! The view `answers`: a row a number, for any tool that reads `SQLite`.

/// The columns of a request's answers that the view shows, by their name in the ledger.
const SHOWN: [(&str, &str); 6] = [
    ("outcome", "o"),
    ("status", "s"),
    ("status_code", "k"),
    ("reachability", "r"),
    ("charge", "c"),
    ("own_order_id", "id"),
];
/// Those that a field of a report may be the same as.
const NAMED: [&str; 6] = ["s", "z", "k", "r", "a", "t"];

/// Its statement. Answers of versions 1 and 2 are rows of objects; later ones are columns, of which SQL finds the place of a
/// number's value as [`Answers`](super::Answers) does.
pub(super) fn answers() -> String {
    let parts = SHOWN.map(|(_, name)| {
        format!(
            "o.answers ->> '$.{name}.i' AS {name}_i, o.answers -> '$.{name}.d' AS {name}_d, \
             json_array_length(o.answers, '$.{name}.d') AS {name}_n, \
             coalesce(o.answers ->> '$.{name}.p', '') AS {name}_p"
        )
    });
    let named = NAMED.map(|name| format!("o.answers -> '{name}' AS {name}_column"));
    let shown = SHOWN.map(|(shown, name)| {
        let [places, values, count] = ["i", "d", "n"].map(|part| format!("{name}_{part}"));
        format!("{name}_p || ({}) AS {shown}", value(&places, &values, &count))
    });
    let old = SHOWN.map(|(shown, name)| format!("answers -> n.key ->> '{name}' AS {shown}"));
    // Grouped, so that a request's answers are taken apart once and not for each number.
    format!(
        "CREATE VIEW answers AS
SELECT intent, run, product, item, number, outcome, status, status_code, reachability, charge,
       coalesce(own_order_id, order_id) AS order_id, report, at AS answered_at
FROM (SELECT r.*, n.key AS item, n.value AS number, {shown}, {report} AS report
      FROM (SELECT {request}, o.answers ->> 'n' AS n, o.answers -> 'j' AS j, {parts}, {named}
            FROM {requests} AND o.answers NOT LIKE '[%' GROUP BY i.id) r, {numbers} n)
UNION ALL
SELECT intent, run, product, item, number, outcome, status, status_code, reachability, charge,
       coalesce(own_order_id, order_id), report, at
FROM (SELECT r.*, n.key AS item, n.value AS number, {old}, answers -> n.key -> 'j' AS report
      FROM (SELECT {request}, o.answers FROM {requests} AND o.answers LIKE '[%') r, {numbers} n);",
        shown = shown.join(", "),
        parts = parts.join(", "),
        named = named.join(", "),
        old = old.join(", "),
        report = report(),
        request = "i.id AS intent, i.run, i.product, i.numbers, o.order_id, o.at",
        requests = "intents i JOIN outcomes o ON o.intent = i.id WHERE o.answers IS NOT NULL",
        numbers = "json_each('[\"' || replace(r.numbers, ',', '\",\"') || '\"]')",
    )
}

/// The value of a number, from the places and the values of a column, pieces of SQL as is how many these are; NULL where it has none.
fn value(places: &str, values: &str, count: &str) -> String {
    let width = format!("length({places}) / r.n");
    let digits = format!("substr({places}, n.key * ({width}) + 1, {width})");
    format!(
        "{values} ->> ('$[' || CASE WHEN {places} IS NOT NULL THEN iif({digits} LIKE '-%', NULL, CAST({digits} AS INTEGER))
             WHEN {count} = 1 THEN 0 ELSE n.key END || ']')"
    )
}

/// The report put together again. A field that is a text names the column it is the same as.
fn report() -> String {
    let named: String = NAMED.map(|name| format!(" WHEN '{name}' THEN r.{name}_column")).concat();
    let json = value("f.i", "f.d", "json_array_length(f.d)").replacen("->>", "->", 1);
    format!(
        "(SELECT iif(max(f.key) = '', max(f.said), json_group_object(f.key, json(f.said)))
        FROM (SELECT f.key, {json} AS said
              FROM (SELECT f.key, f.field ->> 'i' AS i, f.field -> 'd' AS d
                    FROM (SELECT f.key, iif(f.type = 'text', CASE f.value{named} END, f.value) AS field
                          FROM json_each(r.j) f) f) f) f
        WHERE f.said IS NOT NULL)"
    )
}
