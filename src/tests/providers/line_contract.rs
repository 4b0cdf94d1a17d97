//! What every vendor of lines must do.

use clouddail::{
    providers::{
        ProviderError, Refusal,
        esims::Product,
        lines::{Ask, LineProvider, UNSUPPORTED},
    },
    shared::esim::EsimState,
};
use serde_json::{Value, json};

use super::Carrier;

/// A vendor at the carrier.
pub struct Bench<'a> {
    pub provider: &'a dyn LineProvider,
    pub carrier: &'a Carrier,
    pub products: &'a [Product],
    /// The carrier's name for placing an order: `telna.order`.
    pub order: &'static str,
    /// Where its inventory lists lines: `lines` or `esims`.
    pub list: &'static str,
    /// The carrier's names for stopping a line and starting it again, where the vendor can.
    pub steps: Option<[&'static str; 2]>,
}

/// Ways to lose a request or its answer.
const LOSSES: [&str; 5] = [
    "drop_before",
    "500_before",
    "500_after",
    "drop_after",
    "hang_after",
];

/// The whole suite. Returns a line with two plans on it.
pub async fn line_provider(bench: &Bench<'_>) -> String {
    tells_definite_from_unknown(bench).await;
    makes_a_line_once_whatever_is_lost(bench).await;
    let line = adds_a_plan_once_whatever_is_lost(bench).await;
    match bench.steps {
        Some(steps) => walks_through_a_life(bench, steps).await,
        None => refuses_what_it_cannot(bench, &line).await,
    }
    line
}

async fn tells_definite_from_unknown(bench: &Bench<'_>) {
    let provider = bench.provider;
    let refused = |refusal| Err(ProviderError::Refused(refusal));
    let issue = async |ending: &str, ask| provider.issue(bench.magic(ending), ask).await;
    assert_eq!(
        issue("0666", Ask::first("line_1")).await,
        refused(Refusal::OutOfStock)
    );
    assert_eq!(
        issue("0777", Ask::first("line_2")).await,
        refused(Refusal::AddressRequired)
    );
    assert_eq!(
        provider.issue("999999999", Ask::first("line_3")).await,
        refused(Refusal::OutOfStock)
    );
    assert_eq!(bench.count().await, 0, "nothing was made of what was refused");
    for (ending, key) in [("0408", "line_4"), ("0500", "line_5")] {
        let before = bench.count().await;
        unknown(&issue(ending, Ask::first(key)).await, ending);
        let line = issue(ending, Ask::again(key)).await.unwrap();
        assert_eq!(line.state, EsimState::Ready);
        assert_eq!(
            issue(ending, Ask::again(key)).await,
            Ok(line),
            "{ending}: the same line"
        );
        assert_eq!(bench.count().await, before + 1, "{ending}: one line");
    }
    for _ in 0..2 {
        let answer = issue("0429", Ask::first("line_6")).await;
        assert!(
            matches!(answer, Err(ProviderError::RateLimited { .. })),
            "{answer:?}"
        );
    }
    issue("0429", Ask::first("line_6")).await.unwrap();
}

async fn makes_a_line_once_whatever_is_lost(bench: &Bench<'_>) {
    let (provider, plan) = (bench.provider, bench.plan(0));
    for (number, loss) in LOSSES.into_iter().enumerate() {
        let (before, key) = (bench.count().await, format!("lost_{number}"));
        bench.fail(bench.order, loss).await;
        unknown(&provider.issue(plan, Ask::first(&key)).await, loss);
        provider.issue(plan, Ask::again(&key)).await.unwrap();
        assert_eq!(bench.count().await, before + 1, "{loss}: one line");
    }
    let before = bench.count().await;
    bench.fail(bench.order, "429").await;
    assert_eq!(
        provider.issue(plan, Ask::first("busy")).await,
        Err(ProviderError::RateLimited {
            retry_after_seconds: 1
        })
    );
    assert_eq!(bench.count().await, before);
}

async fn adds_a_plan_once_whatever_is_lost(bench: &Bench<'_>) -> String {
    let (provider, plan) = (bench.provider, bench.plan(1));
    let line = provider
        .issue(bench.plan(0), Ask::first("plans"))
        .await
        .unwrap()
        .line;
    let plans = async || provider.fetch_usage(&line).await.unwrap().readings.len();
    assert_eq!(plans().await, 1);
    assert_eq!(
        provider
            .assign_plan(&line, bench.magic("0666"), Ask::first("plan_gone"))
            .await,
        Err(ProviderError::Refused(Refusal::OutOfStock))
    );
    for (number, loss) in LOSSES.into_iter().enumerate() {
        let key = format!("plan_{number}");
        bench.fail(bench.order, loss).await;
        unknown(&provider.assign_plan(&line, plan, Ask::first(&key)).await, loss);
        assert_eq!(provider.assign_plan(&line, plan, Ask::again(&key)).await, Ok(()));
        assert_eq!(plans().await, number + 2, "{loss}: one plan more");
    }
    line
}

async fn walks_through_a_life(bench: &Bench<'_>, [stop, start]: [&'static str; 2]) {
    let provider = bench.provider;
    let line = provider
        .issue(bench.plan(0), Ask::first("life"))
        .await
        .unwrap()
        .line;
    let usage = async || provider.fetch_usage(&line).await.unwrap();
    for (number, loss) in LOSSES.into_iter().enumerate() {
        let key = format!("life_{number}");
        bench.fail(stop, loss).await;
        unknown(&provider.suspend(&line, Ask::first(&key)).await, loss);
        assert_eq!(provider.suspend(&line, Ask::again(&key)).await, Ok(()), "{loss}");
        assert_eq!(usage().await.state, EsimState::Suspended);
        bench.fail(start, loss).await;
        unknown(&provider.reactivate(&line, Ask::first(&key)).await, loss);
        assert_eq!(
            provider.reactivate(&line, Ask::again(&key)).await,
            Ok(()),
            "{loss}"
        );
        assert_eq!(usage().await.state, EsimState::Ready);
        bench.fail(bench.order, loss).await;
        unknown(
            &provider.change_plan(&line, bench.plan(1), Ask::first(&key)).await,
            loss,
        );
        assert_eq!(
            provider.change_plan(&line, bench.plan(1), Ask::again(&key)).await,
            Ok(())
        );
        assert_eq!(usage().await.readings.len(), number + 2, "{loss}: changed once");
    }
    for key in ["stop_1", "stop_2"] {
        assert_eq!(
            provider.suspend(&line, Ask::first(key)).await,
            Ok(()),
            "stopped already"
        );
    }
    bench.fail(bench.order, "drop_after").await;
    unknown(&provider.terminate(&line, Ask::first("end")).await, "terminate");
    assert_eq!(provider.terminate(&line, Ask::again("end")).await, Ok(()));
    assert_eq!(
        provider.terminate(&line, Ask::first("end_2")).await,
        Ok(()),
        "ended already"
    );
    assert_eq!(usage().await.state, EsimState::Terminated);
    for answer in [
        provider.reactivate(&line, Ask::first("late")).await,
        provider.suspend(&line, Ask::first("late")).await,
        provider
            .assign_plan(&line, bench.plan(0), Ask::first("late"))
            .await,
        provider
            .change_plan(&line, bench.plan(0), Ask::first("late"))
            .await,
    ] {
        assert!(matches!(answer, Err(ProviderError::Refused(_))), "{answer:?}");
    }
}

async fn refuses_what_it_cannot(bench: &Bench<'_>, line: &str) {
    let provider = bench.provider;
    for answer in [
        provider
            .change_plan(line, bench.plan(0), Ask::first("no_1"))
            .await,
        provider.suspend(line, Ask::first("no_2")).await,
        provider.reactivate(line, Ask::first("no_3")).await,
        provider.terminate(line, Ask::first("no_4")).await,
    ] {
        let Err(ProviderError::Refused(Refusal::Other { code, detail })) = answer else {
            panic!("{answer:?}")
        };
        assert!(code == UNSUPPORTED && !detail.is_empty(), "{code}: {detail}");
    }
}

fn unknown<T: std::fmt::Debug>(answer: &Result<T, ProviderError>, way: &str) {
    assert!(
        matches!(answer, Err(ProviderError::Unknown { .. })),
        "{way}: {answer:?}"
    );
}

impl Bench<'_> {
    fn magic(&self, ending: &str) -> &str {
        let mut products = self.products.iter();
        let found = products.find(|product| product.provider_id.ends_with(ending));
        &found
            .unwrap_or_else(|| panic!("no plan ends in {ending}"))
            .provider_id
    }

    /// An ordinary plan of France.
    fn plan(&self, place: usize) -> &str {
        let french = self
            .products
            .iter()
            .filter(|product| product.countries.len() == 1 && product.countries[0].as_str() == "FR");
        &french.collect::<Vec<_>>()[place].provider_id
    }

    async fn count(&self) -> usize {
        let inventory: Value = reqwest::get(format!("{}/_sandbox/inventory", self.carrier.url))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        inventory[self.list].as_array().unwrap().len()
    }

    async fn fail(&self, operation: &str, mode: &str) {
        let fault = json!({ "operation": operation, "mode": mode, "times": 1 });
        self.carrier.control("/_sandbox/faults", fault).await;
    }
}
