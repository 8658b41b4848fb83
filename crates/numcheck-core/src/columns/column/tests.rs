use proptest::prelude::*;

use super::*;

/// What a column is: a value for each number, or none.
fn plain(column: &Column) -> Vec<Option<String>> {
    (0..column.count()).map(|number| column.value(number).map(str::to_owned)).collect()
}

fn of(values: &[Option<String>]) -> Column {
    let mut column = Column::default();
    for value in values {
        column.push(value.as_deref());
    }
    column
}

/// None, one, few, many, or all different, and each of them for a while.
fn values() -> impl Strategy<Value = Vec<Option<String>>> {
    let stretch = |kinds: u32| {
        let value = prop::option::weighted(0.95, (0..kinds).prop_map(|kind| format!("值{kind}")));
        prop::collection::vec(value, 0..120)
    };
    let all_differ = (0..200_usize).prop_map(|count| (0..count).map(|at| Some(format!("一{at}"))).collect::<Vec<_>>());
    let part = prop_oneof![stretch(1), stretch(7), stretch(12), stretch(300), all_differ, Just(vec![None; 3])];
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_column_holds_what_was_pushed(values in values()) {
        let column = of(&values);
        prop_assert_eq!(plain(&column), values.clone());
        prop_assert_eq!(column.is_whole(), values.iter().all(Option::is_some));
        prop_assert_eq!(column.tally().iter().sum::<usize>(), values.iter().flatten().count());
        prop_assert_eq!(column.values().len(), column.tally().len());
        let text: String = column.values().collect();
        prop_assert_eq!(text, column.text());
        for (at, value) in values.iter().enumerate() {
            let place = column.places().map(|places| places[at]);
            prop_assert!(place.is_none_or(|place| (place != Column::NONE) == value.is_some()));
        }
    }

    /// As if each number's value had been mapped by itself.
    #[test]
    fn a_mapped_column_is_the_column_of_mapped_values(values in values(), least in 1..6_usize) {
        let map = |value: &str| (value.len() >= least + 3).then(|| value[..least + 2].replace('值', "一"));
        let map = |value: &str| value.is_char_boundary(least + 2).then(|| map(value)).flatten();
        let mapped = of(&values).map(map);
        let one_by_one = of(&values.iter().map(|value| map(value.as_deref()?)).collect::<Vec<_>>());
        prop_assert_eq!(plain(&mapped), plain(&one_by_one));
        // Where so many values all differ that those of one column are not looked for, the other may hold one twice.
        if values.len() <= ALL_DIFFER {
            prop_assert!(mapped.is_same(&one_by_one));
            prop_assert_eq!(mapped.places(), one_by_one.places());
        }
    }

    #[test]
    fn columns_of_one_value_are_made_at_once(count in 0..5_usize) {
        let values = vec![Some("a".to_owned()); count];
        prop_assert!(Column::all("a", count).is_same(&of(&values)));
        prop_assert_eq!(plain(&Column::all("a", count)), values);
        prop_assert!(Column::behind(count).is_same(&of(&vec![None; count])));
    }
}

#[test]
fn same_is_equality() {
    let texts = ["", "a", "b", "ab", "ac", "号", "号码", "号玛"];
    for one in texts {
        for other in texts {
            assert_eq!(same(one, &String::from(other)), one == other);
            assert_eq!(same(one, other), one == other);
        }
    }
}

#[test]
fn shows_no_value() {
    let column = of(&[Some("13800000001".to_owned())]);
    assert_eq!(format!("{column:?}"), "Column(1 values for 1 numbers)");
}
