use numcheck_core::{
    Answer, AnyReport, Charge, Error, ErrorKind, Outcome, ProductId, Reachability, Report, Summary, Timestamp,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Answers, Of, written};

fn answer(outcome: Outcome<AnyReport>, charge: Charge, order_id: Option<&str>) -> Answer<AnyReport> {
    Answer {
        number: "13800000001".parse().expect("a number"),
        outcome,
        charge,
        order_id: order_id.map(Into::into),
        answered_at: Timestamp::now(),
        by: ProductId::new("acme/line-status"),
    }
}

fn report(status: &'static str, area: Option<&str>, json: &Value) -> Outcome<AnyReport> {
    let json = RawValue::from_string(json.to_string()).expect("JSON");
    Outcome::Report(AnyReport::new(Odd { status, area: area.map(str::to_owned), json }))
}

/// A report of any shape.
#[derive(Clone, Debug)]
struct Odd {
    status: &'static str,
    area: Option<String>,
    json: Box<RawValue>,
}

impl Report for Odd {
    const KIND: &'static str = "odd";

    fn summary(&self) -> Summary<'_> {
        Summary {
            status: self.status.into(),
            status_zh: "空号".into(),
            code: Some("0".into()),
            reachability: Some(Reachability::Dead),
            area: self.area.as_deref().map(Into::into),
            carrier: None,
        }
    }
}

impl PartialEq for Odd {
    fn eq(&self, other: &Self) -> bool {
        (self.status, &self.area, self.json.get()) == (other.status, &other.area, other.json.get())
    }
}

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Odd {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("nobody reads one back"))
    }
}

/// Few values and many, of all and of some, with reports of other shapes among them.
fn many(count: usize) -> Vec<Answer<AnyReport>> {
    (0..count)
        .map(|at| {
            let area = (at % 3 > 0).then(|| format!("浙江-\"{}\"", at % 300));
            let json = match at % 4 {
                0 => json!({ "status": "vacant", "last_time": at }),
                1 => json!({ "status": "vacant", "area": area, "tags": [1, {"a": "b,\"c\""}] }),
                _ => json!({ "last_time": null, "area": area }),
            };
            match at % 7 {
                5 => answer(Outcome::NoRecord, Charge::FREE, None),
                6 => {
                    let error = Error::new(ErrorKind::Protocol, Charge::Unknown, format!("lost, \"{at}\""));
                    answer(Outcome::Failed(error), Charge::Unknown, None)
                }
                _ => answer(report("vacant", area.as_deref(), &json), Charge::BILLED, Some(&format!("JHS{at}"))),
            }
        })
        .collect()
}

fn assert_same(answers: &[Answer<AnyReport>]) {
    let text = written(answers);
    let read = Answers::parse(&text).unwrap_or_else(|| panic!("{text}"));
    assert_eq!(read.len(), answers.len());
    for (item, answer) in answers.iter().enumerate() {
        let row = read.get(item).expect("a row");
        let report = answer.outcome.report();
        let said = report.map(AnyReport::summary);
        let said = said.as_ref();
        assert_eq!((row.outcome, row.charge), (answer.outcome.word(), answer.charge.word()), "{item}");
        assert_eq!(row.order_id, answer.order_id.as_deref());
        assert_eq!(row.status, said.map(|said| said.status.as_ref()));
        assert_eq!(row.status_zh, said.map(|said| said.status_zh.as_ref()));
        assert_eq!(read.text(Of::Code, item), said.and_then(|said| said.code.as_deref()));
        assert_eq!(row.reachability, said.and_then(|said| said.reachability));
        assert_eq!(row.area, said.and_then(|said| said.area.as_deref()));
        assert_eq!(row.carrier, None);
        assert_eq!(row.error.map(str::to_owned), answer.outcome.error().map(ToString::to_string));
        assert_eq!(read.is_answered(item), answer.outcome.is_answered());
        let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(read.report(item).as_deref().map(json), report.map(|report| json(report.json().get())), "{item}");
    }
    assert!(read.get(answers.len()).is_none());
    let judged: Vec<_> = read.judged(|row| (row.outcome == "report", row.charge == "billed")).collect();
    let plainly: Vec<_> = read.iter().map(|row| (row.outcome == "report", row.charge == "billed")).collect();
    assert_eq!(judged, plainly);
}

#[test]
fn are_read_as_they_were_written() {
    for count in [1, 2, 3, 7, 8, 9, 10, 11, 50, 100, 101, 1001, 2000] {
        assert_same(&many(count));
    }
}

#[test]
fn order_ids_keep_what_they_share_once() {
    let answers = |ids: &[Option<&str>]| -> Vec<_> {
        ids.iter().map(|id| answer(Outcome::NoRecord, Charge::FREE, *id)).collect()
    };
    let ids: Vec<String> = (0..2000).map(|at| format!("JHS67120220303114200{at:07}")).collect();
    let dated = answers(&ids.iter().map(|id| Some(id.as_str())).collect::<Vec<_>>());
    assert_same(&dated);
    assert!(written(&dated).len() < 2000 * "\"1234\",".len() + 200, "{}", written(&dated).len());
    // Some have none, one is the beginning of the others, and one ends inside a character that they share the first byte of.
    let odd = ["订单订单订单订号1", "订单订单订单订单", "订单订单订单\"", "订单订单订单", "订单订单订单订"];
    for places in 0..odd.len().pow(3) {
        let id = |at: u32| Some(odd[places / odd.len().pow(at) % odd.len()]);
        assert_same(&answers(&[id(0), None, id(1), id(2), id(0)]));
    }
    let apart = answers(&[Some("A1234567890123456"), Some("B1234567890123456")]);
    assert!(!written(&apart).contains("\"p\""), "{}", written(&apart));
    // A column that a report names has no such beginning.
    let text = r#"{"n":1,"o":{"d":["report"]},"c":{"d":["billed"]},"s":{"p":"a","d":["b"]},"j":{"status":"s"}}"#;
    assert!(Answers::parse(text).is_none());
}

/// A report of fields, of which the summary says some, all, or something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Fielded {
    status: String,
    area: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    tags: Vec<u8>,
    #[serde(skip)]
    said: Option<String>,
}

impl Report for Fielded {
    const KIND: &'static str = "fielded";

    fn summary(&self) -> Summary<'_> {
        Summary {
            status: self.status.as_str().into(),
            status_zh: "空号".into(),
            code: self.code.as_deref().map(Into::into),
            reachability: Some(Reachability::Dead),
            area: self.said.as_deref().map(Into::into),
            carrier: None,
        }
    }
}

/// Every list of four answers of six kinds: a field may be what the summary says for a while, and then not.
#[test]
fn fields_that_are_what_the_summary_says_until_they_are_not() {
    let fielded = |area: Option<&str>, said: Option<&str>, code: Option<&str>| {
        let [area, said, code] = [area, said, code].map(|text| text.map(str::to_owned));
        let report = Fielded { status: "vacant".to_owned(), area, code, tags: vec![1], said };
        answer(Outcome::Report(AnyReport::new(report)), Charge::BILLED, None)
    };
    let kinds: [&dyn Fn() -> Answer<AnyReport>; 6] = [
        &|| fielded(Some("北京"), Some("北京"), Some("0")),
        &|| fielded(Some("上\"海"), Some("上\"海"), None),
        &|| fielded(Some("北京"), Some("上海"), Some("0")),
        &|| fielded(None, Some("北京"), Some("1")),
        &|| fielded(Some("北京"), None, Some("0")),
        &|| answer(Outcome::NoRecord, Charge::FREE, None),
    ];
    for order in 0..kinds.len().pow(4) {
        let kind = |at: u32| kinds[order / kinds.len().pow(at) % kinds.len()]();
        assert_same(&(0..4).map(kind).collect::<Vec<_>>());
    }
    // Structs and what is none in one list.
    let odd = report("vacant", None, &json!({ "status": "vacant", "area": 5 }));
    assert_same(&[kinds[0](), answer(odd, Charge::BILLED, None), kinds[2]()]);
}

#[test]
fn a_report_that_cannot_be_taken_apart_stands_whole() {
    for odd in [json!(null), json!({}), json!([1, 2]), json!("text"), json!({ "": 1 }), json!({ "a\"b": 1 })] {
        let mut answers = many(20);
        answers[8] = answer(report("vacant", None, &odd), Charge::BILLED, None);
        assert_same(&answers);
    }
    let twice = RawValue::from_string(r#"{"a":1,"a":2}"#.to_owned()).expect("JSON");
    let mut answers = many(3);
    answers[0].outcome = Outcome::Report(AnyReport::new(Odd { status: "vacant", area: None, json: twice }));
    let read = Answers::parse(&written(&answers)).expect("answers");
    assert_eq!(read.report(0).as_deref(), Some(r#"{"a":1,"a":2}"#));
}

#[test]
fn each_column_is_at_its_own_place() {
    for (at, of) in super::Of::ALL.into_iter().enumerate() {
        assert_eq!(of as usize, at);
    }
}

#[test]
fn answers_of_earlier_versions_are_read() {
    let text = r#"[{"o":"report","c":"billed","id":"J1","s":"vacant","z":"空号","k":"0","r":"dead","a":"北京","j":{"status":"vacant","tags":[]}},
        {"o":"failed","c":"unknown","e":"lost"},{"o":"unanswered","c":"free","b":true}]"#;
    let read = Answers::parse(text).expect("answers");
    let row = read.get(0).expect("a row");
    assert_eq!((row.outcome, row.charge, row.order_id, row.area), ("report", "billed", Some("J1"), Some("北京")));
    assert_eq!(row.reachability, Some(Reachability::Dead));
    assert_eq!(read.report(0).as_deref(), Some(r#"{"status":"vacant","tags":[]}"#));
    assert_eq!(read.get(1).expect("a row").error, Some("lost"));
    assert!(read.is_inferred(2) && !read.is_inferred(1) && read.report(1).is_none());
}

#[test]
fn what_was_tampered_with_is_no_answer() {
    let text = written(&many(12));
    assert!(Answers::parse(&text).is_some());
    let outcomes = r#""o":{"d":["report","no_record","failed"],"i":"000001200000"}"#;
    assert!(text.contains(outcomes), "{text}");
    for damaged in [
        text.replace(r#""i":"000001200000"},"c""#, r#""i":"000003200000"},"c""#),
        text.replace(r#""i":"000001200000"},"c""#, r#""i":"00000-200000"},"c""#),
        text.replace(r#""i":"000001200000"},"c""#, r#""i":"00000120000"},"c""#),
        text.replace(r#""i":"000001200000"},"c""#, r#"},"c""#).replace(",}", "}"),
        text.replace(r#"{"n":12"#, r#"{"n":13"#),
        text.replace(r#""o":{"d""#, r#""p":{"d""#),
    ] {
        assert!(damaged != text && Answers::parse(&damaged).is_none(), "{damaged}");
    }
}
