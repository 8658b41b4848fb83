//! Reads and writes a plan as text.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::table::{Axis, FAULTS, PRESETS, fault_named};
use super::{Delay, Faults, ParseFaultsError, Rate, Window};
use crate::Product;

pub(super) fn parse(spec: &str) -> Result<Faults, ParseFaultsError> {
    let mut faults = Faults::default();
    for part in spec.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        read(part, &mut faults)?;
    }
    // More than all requests cannot be struck; a window is counted on its own.
    for axis in [Axis::Reply, Axis::Vendor] {
        let open = |fault| faults.rates.get(&fault).filter(|rate| rate.window.is_none()).map_or(0.0, |rate| rate.share);
        let sum: f64 = FAULTS.iter().filter(|line| line.axis == axis).map(|line| open(line.fault)).sum();
        if sum > 1.0 + 1e-9 {
            let cure = "the shares of what happens to one reply (or at one vendor) add up to more than 1: lower them";
            let cure_zh = "同一次返回（或同一服务商）的各项比例之和超过 1：请调低";
            return Err(ParseFaultsError::new(spec, cure, cure_zh));
        }
    }
    Ok(faults)
}

fn read(part: &str, faults: &mut Faults) -> Result<(), ParseFaultsError> {
    let wrong = |cure: &str, cure_zh: &str| ParseFaultsError::new(part, cure, cure_zh);
    let Some((name, value)) = part.split_once('=') else {
        let Some(preset) = PRESETS.iter().find(|preset| preset.name == part) else {
            return Err(match fault_named(part) {
                Some(_) => {
                    wrong(&format!("how often? write {part}=0.01"), &format!("没有写发生比例：请写成 {part}=0.01"))
                }
                None => ParseFaultsError::unknown(part),
            });
        };
        return preset.spec.split(',').filter(|part| !part.is_empty()).try_for_each(|part| read(part, faults));
    };
    let (name, value) = (name.trim(), value.trim());
    if let Some(fault) = fault_named(name) {
        let rate = rate(value).ok_or_else(|| {
            wrong(
                &format!(
                    "write a share from 0 to 1, such as {name}=0.01, for some requests {name}=0.5@10..19, {name}=@7 or \
                     {name}=@2s..5s"
                ),
                &format!(
                    "请写 0 到 1 之间的比例，如 {name}=0.01；只针对部分请求可写 {name}=0.5@10..19、{name}=@7 或 \
                     {name}=@2s..5s"
                ),
            )
        })?;
        if rate.share > 0.0 {
            faults.rates.insert(fault, rate);
        } else {
            faults.rates.remove(&fault);
        }
        return Ok(());
    }
    let no_whole = || wrong(&format!("write a whole number, such as {name}=7"), &format!("请写整数，如 {name}=7"));
    let no_time = || {
        wrong(&format!("write a time with its unit, such as {name}=50ms"), &format!("请写带单位的时间，如 {name}=50ms"))
    };
    let whole = || value.parse().map_err(|_| no_whole());
    let time = || duration(value).ok_or_else(no_time);
    match name {
        "cut-at" => faults.cut_at = Some(usize::try_from(whole()?).unwrap_or(usize::MAX)),
        "delay" => {
            faults.delay = delay(value).ok_or_else(|| {
                wrong(
                    "write a time with its unit and perhaps a share, such as delay=50ms or delay=2s:0.1",
                    "请写带单位的时间，可再加比例，如 delay=50ms 或 delay=2s:0.1",
                )
            })?;
        }
        "down-for" => faults.down_for = time()?,
        "drip-every" => faults.drip_every = time()?,
        "http-status" => {
            let status = value.parse().ok().filter(|status| (200..=599).contains(status));
            faults.http_status =
                Some(status.ok_or_else(|| wrong("write a status from 200 to 599", "请写 200 到 599 之间的状态码"))?);
        }
        "latency" => faults.latency = time()?,
        "only" => {
            let product = Product::ALL.into_iter().find(|product| product.as_str() == value);
            let names = Product::ALL.map(Product::as_str).join(", ");
            faults.only = Some(
                product.ok_or_else(|| wrong(&format!("the products are {names}"), &format!("可选的产品有 {names}")))?,
            );
        }
        "quota" => faults.quota = Some(whole()?),
        "retry-after" => faults.retry_after = whole()?,
        "seed" => faults.seed = whole()?,
        _ => return Err(ParseFaultsError::unknown(part)),
    }
    Ok(())
}

fn rate(text: &str) -> Option<Rate> {
    let Some((text, window_text)) = text.split_once('@') else {
        return Some(Rate { share: share(text)?, window: None });
    };
    let share = if text.is_empty() { 1.0 } else { share(text)? };
    Some(Rate { share, window: Some(window(window_text)?) })
}

fn share(text: &str) -> Option<f64> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share))
}

fn window(text: &str) -> Option<Window> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    if text.ends_with(['s', 'm']) || first.ends_with(['s', 'm']) {
        let from = if first.is_empty() { Some(Duration::ZERO) } else { duration(first) }?;
        let to = if last.is_empty() { Some(Duration::MAX) } else { duration(last) }?;
        return (from < to).then_some(Window::Time(from, to));
    }
    let from = if first.is_empty() { Some(1) } else { first.parse().ok() }?;
    let to = if last.is_empty() { Some(u64::MAX) } else { last.parse().ok() }?;
    (!matches!(text, "" | "..") && from <= to).then_some(Window::Requests(from, to))
}

fn delay(text: &str) -> Option<Delay> {
    let (longest, of) = text.split_once(':').unwrap_or((text, "1"));
    Some(Delay { longest: duration(longest)?, share: share(of)? })
}

/// To the millisecond.
fn duration(text: &str) -> Option<Duration> {
    let (digits, seconds) = if let Some(digits) = text.strip_suffix("ms") {
        (digits, 0.001)
    } else if let Some(digits) = text.strip_suffix('s') {
        (digits, 1.0)
    } else {
        (text.strip_suffix('m')?, 60.0)
    };
    let exact = Duration::try_from_secs_f64(digits.parse::<f64>().ok()? * seconds).ok()?;
    let rounded = exact + Duration::from_micros(500);
    Some(Duration::from_millis(rounded.as_millis().try_into().ok()?))
}

impl FromStr for Faults {
    type Err = ParseFaultsError;

    fn from_str(spec: &str) -> Result<Self, ParseFaultsError> {
        parse(spec)
    }
}

impl TryFrom<String> for Faults {
    type Error = ParseFaultsError;

    fn try_from(spec: String) -> Result<Self, ParseFaultsError> {
        parse(&spec)
    }
}

impl From<Faults> for String {
    fn from(faults: Faults) -> Self {
        faults.to_string()
    }
}

/// What [`Faults::parse`] reads back: every part that is not as by default.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calm = Self::default();
        let mut parts: Vec<_> = self.rates.iter().map(|(fault, rate)| format!("{}={rate}", fault.name())).collect();
        let mut setting =
            |name: &str, value: Option<String>| parts.extend(value.map(|value| format!("{name}={value}")));
        let unless = |usual: Duration, time: Duration| (time != usual).then(|| written(time));
        setting("cut-at", self.cut_at.map(|at| at.to_string()));
        let delay = (self.delay != calm.delay).then(|| format!("{}:{}", written(self.delay.longest), self.delay.share));
        setting("delay", delay);
        setting("down-for", unless(calm.down_for, self.down_for));
        setting("drip-every", unless(calm.drip_every, self.drip_every));
        setting("http-status", self.http_status.map(|status| status.to_string()));
        setting("latency", unless(calm.latency, self.latency));
        setting("only", self.only.map(|product| product.to_string()));
        setting("quota", self.quota.map(|units| units.to_string()));
        setting("retry-after", (self.retry_after != calm.retry_after).then(|| self.retry_after.to_string()));
        setting("seed", (self.seed != calm.seed).then(|| self.seed.to_string()));
        f.write_str(&parts.join(","))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.share)?;
        match self.window {
            None => Ok(()),
            Some(Window::Requests(first, u64::MAX)) => write!(f, "@{first}.."),
            Some(Window::Requests(first, last)) => write!(f, "@{first}..{last}"),
            Some(Window::Time(from, Duration::MAX)) => write!(f, "@{}..", written(from)),
            Some(Window::Time(from, to)) => write!(f, "@{}..{}", written(from), written(to)),
        }
    }
}

fn written(time: Duration) -> String {
    format!("{}ms", time.as_millis())
}

#[cfg(test)]
#[path = "spec_tests.rs"]
mod tests;
