use super::super::{Faults, PRESETS};

#[test]
fn what_is_written_is_read_back() {
    for spec in [
        "",
        "lost=0.01,cut=0.005,delay=50ms,quota=1000,seed=7",
        "flaky,lost=0.2",
        "maintenance=@10..19",
        "limit=0.5@..3,hang=@7,drip=@2..,http=0.1@2s..5s,reset=@1m..,retry-after=0",
        "only=ywjisu/line-status,http-status=503,latency=1.5s,down-for=1s,drip-every=1ms,cut-at=0,delay=2s:0.1",
        " lost = 0.5 , seed=18446744073709551615 ,",
    ] {
        let faults = Faults::parse(spec).expect(spec);
        assert_eq!(Faults::parse(&faults.to_string()), Ok(faults.clone()), "{spec} -> {faults}");
        let json = serde_json::to_string(&faults).expect("JSON");
        assert_eq!(serde_json::from_str::<Faults>(&json).expect("a plan"), faults);
    }
    assert_eq!(Faults::parse("calm"), Ok(Faults::calm()));
    assert_eq!(Faults::parse("lost=0.5,lost=0"), Ok(Faults::calm()));
    assert_eq!(Faults::calm().to_string(), "");
    assert_eq!(Faults::parse("latency=50ms,lost=0.01").expect("a plan").to_string(), "lost=0.01,latency=50ms");
}

#[test]
fn every_preset_is_a_plan() {
    for preset in PRESETS {
        assert!(Faults::preset(preset.name).is_some(), "{}", preset.name);
        assert_eq!(Faults::parse(preset.name), Faults::parse(preset.spec));
    }
    assert_eq!(Faults::preset("stormy"), None);
}

#[test]
fn an_error_names_the_part_and_the_cure() {
    for (spec, part, cure) in [
        ("lots=0.1,seed=1", "lots=0.1", "lost"),
        ("stormy", "stormy", "hostile"),
        ("seed=1,lost", "lost", "write lost=0.01"),
        ("lost=2", "lost=2", "from 0 to 1"),
        ("lost=-0.1", "lost=-0.1", "from 0 to 1"),
        ("lost=1%", "lost=1%", "from 0 to 1"),
        ("lost=NaN", "lost=NaN", "from 0 to 1"),
        ("lost=0.1@9..3", "lost=0.1@9..3", "@10..19"),
        ("lost=0.1@", "lost=0.1@", "@10..19"),
        ("lost=@..", "lost=@..", "@10..19"),
        ("lost=@5s..2s", "lost=@5s..2s", "@2s..5s"),
        ("latency=50", "latency=50", "latency=50ms"),
        ("latency=-1s", "latency=-1s", "latency=50ms"),
        ("delay=1s:7", "delay=1s:7", "delay=2s:0.1"),
        ("quota=many", "quota=many", "whole number"),
        ("seed=-1", "seed=-1", "whole number"),
        ("http-status=20", "http-status=20", "200 to 599"),
        ("only=juhe", "only=juhe", "juhe/line-status"),
        ("lost=0.7,cut=0.7", "lost=0.7,cut=0.7", "more than 1"),
        ("retry=0.7,limit=0.7", "retry=0.7,limit=0.7", "more than 1"),
    ] {
        let error = Faults::parse(spec).expect_err(spec);
        assert_eq!(error.part(), part, "{spec}");
        let words = error.to_string();
        assert!(words.contains(&format!("`{part}`")) && words.contains(cure), "{spec}: {words}");
    }
}
