//! A chart drawn on the server: axes with units, the earlier period dashed, the figures as a table behind a fold.
//! No script, no floating point; read from left to right in every language, as time axes are.

use leptos::prelude::*;

use crate::shared::{currency::Currency, data::bytes_in_words, money::Money};

const WIDTH: i64 = 720;
const HEIGHT: i64 = 240;
const LEFT: i64 = 84;
const RIGHT: i64 = 12;
const TOP: i64 = 12;
const BOTTOM: i64 = 30;
/// Lines across the chart, at most.
const TICKS_MAX: i64 = 5;

/// What a chart's values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Micro-units of a currency.
    Money(Currency),
    /// Bytes of data.
    Bytes,
    Count,
}

impl Unit {
    fn text(self, value: i64) -> String {
        match self {
            Self::Money(currency) => Money::from_micros(value, currency).to_string(),
            Self::Bytes => bytes_in_words(value),
            Self::Count => value.to_string(),
        }
    }
}

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Line,
    Bars,
}

/// One place on the time axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub label: String,
    pub value: i64,
    /// The value as long before as the period is long.
    pub before: Option<i64>,
}

/// `title` says the finding; `name` is what the values are.
#[component]
pub fn Chart(
    id: &'static str,
    #[prop(into)] title: String,
    name: &'static str,
    unit: Unit,
    shape: Shape,
    points: Vec<Point>,
) -> impl IntoView {
    let scale = Scale::of(&points);
    let has_before = points.iter().any(|point| point.before.is_some());
    let title_id = format!("{id}-title");
    let (figure_label, drawing_label) = (title_id.clone(), title_id.clone());
    let drawn = drawn(&points, scale, shape);
    let before: Vec<i64> = points.iter().filter_map(|point| point.before).collect();
    view! {
        <figure class="chart" aria-labelledby=figure_label>
            <figcaption>
                <b id=title_id>{title}</b>
                <span class="chart-legend">
                    <span class="chart-key">{name}</span>
                    {has_before.then(|| view! { <span class="chart-key chart-key-before">"the period before"</span> })}
                </span>
            </figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-labelledby=drawing_label>
                {scale.ticks().into_iter().map(|tick| tick_line(tick, scale, unit)).collect_view()}
                {labels(&points)}
                {(before.len() > 1).then(|| view! {
                    <polyline class="chart-line chart-before" points=line(&before, scale)/>
                })}
                {drawn}
            </svg>
            <details class="chart-figures">
                <summary>"Figures"</summary>
                <table class="data-table">
                    <caption class="visually-hidden">{name}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Day"</th>
                            <th scope="col">{name}</th>
                            {has_before.then(|| view! { <th scope="col">"Before"</th> })}
                        </tr>
                    </thead>
                    <tbody>{points.into_iter().map(|point| row(point, unit, name)).collect_view()}</tbody>
                </table>
            </details>
        </figure>
    }
}

fn row(point: Point, unit: Unit, name: &'static str) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Day">{point.label}</td>
            <td data-label=name>{unit.text(point.value)}</td>
            {point.before.map(|before| view! { <td data-label="Before">{unit.text(before)}</td> })}
        </tr>
    }
}

/// Lowest and highest value of the axis, both multiples of a round step; zero is always between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    low: i64,
    high: i64,
    step: i64,
}

impl Scale {
    fn of(points: &[Point]) -> Self {
        let values = || {
            points
                .iter()
                .flat_map(|point| [Some(point.value), point.before])
                .flatten()
        };
        let (low, high) = (
            values().min().unwrap_or(0).min(0),
            values().max().unwrap_or(0).max(0),
        );
        let step = round_step(high.saturating_sub(low));
        let high = high
            .div_euclid(step)
            .saturating_add(i64::from(high.rem_euclid(step) != 0))
            * step;
        Self {
            low: low.div_euclid(step) * step,
            high: if high == low { step } else { high },
            step,
        }
    }

    fn ticks(self) -> Vec<i64> {
        let mut ticks = vec![];
        let mut at = self.low;
        while at <= self.high {
            ticks.push(at);
            at += self.step;
        }
        ticks
    }

    /// Where a value is drawn, from above.
    fn y(self, value: i64) -> i64 {
        let span = i128::from(self.high) - i128::from(self.low);
        let above =
            (i128::from(self.high) - i128::from(value)) * i128::from(HEIGHT - TOP - BOTTOM) / span.max(1);
        TOP + i64::try_from(above).unwrap_or_default()
    }
}

/// 1, 2 or 5 times a power of ten, so that few lines cover the span.
fn round_step(span: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if step.saturating_mul(TICKS_MAX - 1) >= span {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The middle of the n-th of `count` places.
fn x(n: usize, count: usize) -> i64 {
    let (n, count) = (
        i64::try_from(n).unwrap_or_default(),
        i64::try_from(count).unwrap_or(1).max(1),
    );
    LEFT + (WIDTH - LEFT - RIGHT) * (2 * n + 1) / (2 * count)
}

fn line(values: &[i64], scale: Scale) -> String {
    values
        .iter()
        .enumerate()
        .map(|(n, value)| format!("{},{}", x(n, values.len()), scale.y(*value)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn drawn(points: &[Point], scale: Scale, shape: Shape) -> AnyView {
    let values: Vec<i64> = points.iter().map(|point| point.value).collect();
    if shape == Shape::Line && values.len() > 1 {
        return view! { <polyline class="chart-line" points=line(&values, scale)/> }.into_any();
    }
    let count = values.len();
    let room = (WIDTH - LEFT - RIGHT) / i64::try_from(count).unwrap_or(1).max(1);
    let width = (room * 7 / 10).clamp(1, 48);
    values
        .into_iter()
        .enumerate()
        .map(|(n, value)| {
            let (end, zero) = (scale.y(value), scale.y(0));
            view! {
                <rect
                    class="chart-bar"
                    x=(x(n, count) - width / 2).to_string()
                    y=end.min(zero).to_string()
                    width=width.to_string()
                    height=(end - zero).abs().to_string()
                />
            }
        })
        .collect_view()
        .into_any()
}

fn tick_line(tick: i64, scale: Scale, unit: Unit) -> impl IntoView {
    let y = scale.y(tick);
    let class = if tick == 0 {
        "chart-grid chart-zero"
    } else {
        "chart-grid"
    };
    view! {
        <line class=class x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=y.to_string() y2=y.to_string()/>
        <text class="chart-text" x=(LEFT - 8).to_string() y=(y + 4).to_string() text-anchor="end">{unit.text(tick)}</text>
    }
}

/// The first, the middle and the last place are named.
fn labels(points: &[Point]) -> impl IntoView + use<> {
    let count = points.len();
    let mut named = vec![
        (0, "start"),
        (count / 2, "middle"),
        (count.saturating_sub(1), "end"),
    ];
    if count < 3 {
        named.truncate(1);
    }
    named
        .into_iter()
        .filter_map(|(n, anchor)| Some((n, anchor, points.get(n)?.label.clone())))
        .map(|(n, anchor, label)| view! {
            <text class="chart-text" x=x(n, count).to_string() y=(HEIGHT - 8).to_string() text-anchor=anchor>{label}</text>
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[i64]) -> Vec<Point> {
        values
            .iter()
            .map(|value| Point {
                label: String::new(),
                value: *value,
                before: None,
            })
            .collect()
    }

    #[test]
    fn the_axis_has_few_round_steps_and_holds_every_value() {
        for values in [
            &[0][..],
            &[3, 7],
            &[-5, 12],
            &[999_999_999],
            &[-1],
            &[i64::MAX / 4, 0],
        ] {
            let scale = Scale::of(&points(values));
            assert!(scale.ticks().len() <= 7, "{values:?} {scale:?}");
            assert!(scale.ticks().contains(&0), "{values:?} {scale:?}");
            for value in values {
                let y = scale.y(*value);
                assert!((TOP..=HEIGHT - BOTTOM).contains(&y), "{values:?} {y}");
            }
        }
        assert_eq!(Scale::of(&points(&[3, 7])).ticks(), [0, 2, 4, 6, 8]);
    }
}
