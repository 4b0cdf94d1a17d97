//! A simulation as people read it.

use super::simulate::Simulation;
use crate::{
    domain::error::Internal,
    shared::{
        price::{PriceStack, Shares, Stage},
        pricing::{PriceSide, SimulationView, StepRow},
    },
};

/// The simulation of this product in words.
pub fn simulation_view(product: String, simulation: &Simulation) -> Result<SimulationView, Internal> {
    Ok(SimulationView {
        product,
        now: side(&simulation.before, simulation.shares_before)?,
        then: side(&simulation.after, simulation.shares_after)?,
        shop_gains: simulation.reseller_gains()?,
    })
}

fn side(stack: &PriceStack, shares: Shares) -> Result<PriceSide, Internal> {
    Ok(PriceSide {
        price: stack.charged,
        steps: stack
            .trace
            .iter()
            .map(|step| StepRow {
                what: step.what.clone(),
                result: step.result,
            })
            .collect(),
        floors: floors(stack),
        commission: stack.commission()?,
        shop_keeps: shares.reseller,
        platform_keeps: shares.platform,
        provider_gets: shares.provider,
    })
}

/// What each floor changed: `Your rule says 2.10 USD; the supplier's minimum selling price 2.50 USD applies instead.`
fn floors(stack: &PriceStack) -> Vec<String> {
    stack
        .trace
        .windows(2)
        .filter(|steps| steps[1].stage == Stage::Shop && steps[1].what.contains("minimum"))
        .map(|steps| {
            let (before, floor) = (&steps[0], &steps[1]);
            format!(
                "Your rule says {:?}; the {} makes it {:?}.",
                before.result, floor.what, floor.result
            )
        })
        .collect()
}
