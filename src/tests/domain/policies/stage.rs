//! Where every door is tried: Northwind with Amara, who has a prepaid line and one whose carrier changes plans.

use clouddail::{
    domain::{
        approvals::{self, Ask, Wanted},
        budgets::MakeFor,
        lines::IssueError,
        orders::{buy::BuyError, item::LineStep, place::PlaceError},
        scope::{Member, WorksIn},
        usage,
    },
    shared::{
        currency::Currency,
        ids::{ApprovalId, EmployeeId, LineId, OrderId, PlanId, QuoteId},
        money::Money,
        policy::{Allowed, Breach, Rules, Switch, Target, TopUp},
    },
};
use serde_json::json;
use uuid::Uuid;

use super::{Cap, Door, Outcome, Whose};
use crate::{
    stories::company_lines::{OTHER, PREPAID, STEERED},
    support::{
        Client, World,
        api::Reply,
        spending::{
            budget, credit, decide, employee, issue, line_of, member, origin, plan_on_line, price, team,
        },
    },
};

pub(super) struct Stage {
    pub(super) world: World,
    pub(super) owner: Member,
    manager: Member,
    browser: Client,
    pub(super) person: EmployeeId,
    pub(super) line: LineId,
    pub(super) provider_line: String,
    /// Less than any of the plans costs.
    below: i64,
    pub(super) plan: PlanId,
    steered: PlanId,
    steered_other: PlanId,
    /// None of those above.
    other_plan: PlanId,
    customer: String,
}

impl Stage {
    pub(super) async fn new() -> Self {
        let world = World::new().await;
        let owner = member(&world, "owner").await;
        let manager = member(&world, "manager").await;
        let browser = world.browser("aurora.localhost", "owner@northwind.test").await;
        credit(&world, &owner, 1_000_000).await;
        let plan = world.plan(PREPAID).await;
        let (steered, steered_other) = (world.plan(STEERED).await, world.plan(OTHER).await);
        let known = [plan, steered, steered_other].map(PlanId::uuid);
        let other: Uuid = sqlx::query_scalar("select id from esim_data_plans where id <> all($1) limit 1")
            .bind(known.as_slice())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
        let person = employee(&world, "amara").await;
        let order = issue(&world, &owner, person, plan).await.unwrap();
        let line = line_of(&world, order).await;
        let provider_line: String = sqlx::query_scalar("select provider_line_id from lines where id = $1")
            .bind(line.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
        issue(&world, &owner, person, steered).await.unwrap();
        let mut below = i64::MAX;
        for plan in [plan, steered, steered_other] {
            below = below.min(price(&world, &owner, person, plan).await - 1);
        }
        let customer = world.aurora_api().customer("matrix@example.test", "float").await;
        let stage = Self {
            world,
            owner,
            manager,
            browser,
            person,
            line,
            provider_line,
            below,
            plan,
            steered,
            steered_other,
            other_plan: other.into(),
            customer,
        };
        let base = stage.base(Target::Company);
        decide(&stage.world, &stage.owner, Target::Company, base).await;
        stage
    }

    /// What is decided before any limit is set: every line runs low, however much is left on it.
    fn base(&self, target: Target) -> Rules {
        let top_up = TopUp {
            plan: self.plan,
            below_mb: 1_000_000_000,
            at_most: 100,
        };
        Rules {
            top_up: (target == Target::Company).then_some(Switch::On(top_up)),
            ..Rules::default()
        }
    }

    pub(super) async fn set(&self, cap: Cap) {
        let (world, owner) = (&self.world, &self.owner);
        let rules = match cap {
            Cap::AllowedPlan(_) => Rules {
                allowed: Some(Allowed {
                    plans: vec![self.other_plan],
                    countries: vec![],
                }),
                ..Rules::default()
            },
            Cap::AllowedCountry(_) => Rules {
                allowed: Some(Allowed {
                    plans: vec![],
                    countries: vec!["JP".parse().unwrap()],
                }),
                ..Rules::default()
            },
            Cap::Roaming(_) => Rules {
                blocked: Some(vec!["FR".parse().unwrap(), "US".parse().unwrap()]),
                ..Rules::default()
            },
            Cap::ApproveAbove(_) => Rules {
                approve_above: Some(Switch::On(Money::from_micros(self.below, Currency::USD))),
                ..Rules::default()
            },
            Cap::Budget(whose, at_limit) => {
                let of = match whose {
                    Whose::Organization => MakeFor::Organization,
                    Whose::Team => MakeFor::Team(team(world, "Sales").await),
                    Whose::CostCentre => MakeFor::CostCentre("CC-100".into()),
                    Whose::Employee => MakeFor::Employee("amara@northwind.test".into()),
                };
                // What was spent counts, so there is never room.
                budget(world, owner, of, self.below, at_limit).await;
                return;
            }
        };
        let target = self.target(cap).await;
        let top_up = self.base(target).top_up;
        decide(world, owner, target, Rules { top_up, ..rules }).await;
    }

    async fn target(&self, cap: Cap) -> Target {
        match cap {
            Cap::AllowedPlan(whose)
            | Cap::AllowedCountry(whose)
            | Cap::Roaming(whose)
            | Cap::ApproveAbove(whose)
            | Cap::Budget(whose, _) => match whose {
                Whose::Organization | Whose::CostCentre => Target::Company,
                Whose::Team => Target::Team(team(&self.world, "Sales").await),
                Whose::Employee => Target::Employee(self.person),
            },
        }
    }

    pub(super) async fn lift(&self, cap: Cap) {
        match cap {
            Cap::Budget(..) => {
                sqlx::query("update budgets set ended_at = now() where ended_at is null")
                    .execute(&mut self.world.owner().await)
                    .await
                    .unwrap();
            }
            _ => {
                let target = self.target(cap).await;
                decide(&self.world, &self.owner, target, self.base(target)).await;
            }
        }
    }

    /// Asked for before the limit is set, where the door is an approval.
    pub(super) async fn ask(&self, door: Door) -> ApprovalId {
        let line = match door {
            Door::Approval => None,
            Door::ApprovalOfData => Some(self.line),
            _ => return ApprovalId::new(),
        };
        let ask = Ask {
            wanted: Wanted::Plan {
                email: "amara@northwind.test".into(),
                plan: self.plan,
                line,
            },
            reason: "The matrix".into(),
            origin: origin(),
        };
        approvals::ask(&self.world.backend, &self.manager, ask)
            .await
            .unwrap()
    }

    pub(super) async fn enter(&mut self, door: Door, key: &str, request: ApprovalId) -> Outcome {
        let (line, provider_line) = (self.line, self.provider_line.clone());
        match door {
            Door::Issue => match issue(&self.world, &self.owner, self.person, self.plan).await {
                Ok(order) => outcome(Ok(order)),
                Err(IssueError::Buy(error)) => outcome(Err(error)),
                Err(error) => panic!("{error}"),
            },
            Door::Bulk => self.bulk().await,
            Door::ApiLine => {
                let body =
                    json!({ "employee_id": self.person.to_string(), "plan_id": self.steered.to_string() });
                self.api("lines", key, body).await
            }
            Door::AddData => self.buy(LineStep::Add { line, provider_line }).await,
            Door::ChangePlan => self.buy(LineStep::Change { line, provider_line }).await,
            Door::Replace => self.buy(LineStep::Issue { replaces: Some(line) }).await,
            Door::WebAddData => self.order_plan(line, self.plan, "add").await,
            Door::WebChangePlan => {
                let line = self.steered_line().await;
                self.order_plan(line, self.steered_other, "change").await
            }
            Door::ApiChangePlan => {
                let path = format!("lines/{}/change-plan", self.steered_line().await);
                let body = json!({ "plan_id": self.steered_other.to_string() });
                self.api(&path, key, body).await
            }
            Door::WebReplace => {
                let line = self.steered_line().await.to_string();
                let quote = QuoteId::new().to_string();
                let form = [("line", line.as_str()), ("quote", &quote), ("max_price", "999")];
                self.web("/do/lines/replace", &form).await
            }
            Door::TopUp => self.the_hourly_pull().await,
            Door::Api | Door::ApiDryRun => {
                let body = json!({
                    "customer_id": self.customer, "item": { "kind": "esim", "plan_id": self.plan.to_string() },
                    "pay_with": "organization", "organization_id": self.owner.organization().to_string(),
                    "dry_run": door == Door::ApiDryRun,
                });
                answered(&self.world.aurora_api().place(key, &body).await)
            }
            Door::Approval | Door::ApprovalOfData => {
                match approvals::approve(&self.world.backend, &self.owner, request, &origin()).await {
                    Ok(()) => Outcome::Bought,
                    Err(approvals::ApproveError::Buy(error)) => outcome(Err(error)),
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    async fn buy(&self, step: LineStep) -> Outcome {
        outcome(plan_on_line(&self.world, &self.owner, self.person, self.plan, step).await)
    }

    /// The newest line whose carrier changes plans.
    async fn steered_line(&self) -> LineId {
        let found: Uuid = sqlx::query_scalar(
            "select l.id from lines l
             where l.provider = '1global' and l.ended_at is null
               and not exists (select from lines n where n.replaces_id = l.id)
             order by l.id desc limit 1",
        )
        .fetch_one(&mut self.world.owner().await)
        .await
        .unwrap();
        found.into()
    }

    async fn web(&mut self, path: &str, form: &[(&str, &str)]) -> Outcome {
        let answer = self.browser.post_json(path, form).await;
        if answer.status.is_success() {
            return Outcome::Bought;
        }
        said(&answer.text())
    }

    async fn order_plan(&mut self, line: LineId, plan: PlanId, step: &str) -> Outcome {
        let (line, quote) = (line.to_string(), QuoteId::new().to_string());
        let plan = format!("{plan}@999");
        let form = [
            ("line", line.as_str()),
            ("quote", &quote),
            ("priced_plan", &plan),
            ("plan_step", step),
        ];
        self.web("/do/lines/order_plan", &form).await
    }

    async fn bulk(&mut self) -> Outcome {
        let (plan, person) = (self.steered.to_string(), self.person.to_string());
        let form = [
            ("plan", plan.as_str()),
            ("who", "ticked"),
            ("employees[0]", &person),
        ];
        let draft = self
            .browser
            .post("/business/lines/new", "/do/lines/prepare", &form)
            .await;
        let draft = draft.location.expect("a draft");
        let batch = draft.rsplit('/').next().unwrap();
        let started = self
            .browser
            .post(&draft, "/do/lines/start", &[("batch", batch)])
            .await;
        assert_eq!(started.location.as_deref(), Some(draft.as_str()));
        let (order, fault): (Option<Uuid>, Option<String>) =
            sqlx::query_as("select order_id, fault from line_batch_rows order by batch_id desc limit 1")
                .fetch_one(&mut self.world.owner().await)
                .await
                .unwrap();
        match fault {
            Some(fault) => said(&fault),
            None => order.map_or_else(|| panic!("nothing became of the row"), |_| Outcome::Bought),
        }
    }

    async fn api(&self, path: &str, key: &str, body: serde_json::Value) -> Outcome {
        let path = format!("/api/v1/organizations/{}/{path}", self.owner.organization());
        answered(&self.world.aurora_api().post_once(&path, key, body).await)
    }

    /// The carriers are asked about the prepaid line, which runs low.
    async fn the_hourly_pull(&self) -> Outcome {
        let before = self.spent().await;
        self.world.backend.clock.advance(chrono::TimeDelta::minutes(1));
        sqlx::query("update lines set pulled_at = case when id <> $1 then $2 end")
            .bind(self.line.uuid())
            .bind(self.world.backend.now())
            .execute(&mut self.world.owner().await)
            .await
            .unwrap();
        let pulled = usage::pull(&self.world.backend).await.unwrap();
        assert_eq!((pulled.answered, pulled.failed), (1, 0));
        if self.spent().await == before {
            Outcome::NotBought
        } else {
            Outcome::Bought
        }
    }

    pub(super) async fn spent(&self) -> i64 {
        self.world.holdings(&self.world.aurora).await["organization"]
    }
}

fn answered(reply: &Reply) -> Outcome {
    if reply.status.is_success() {
        return Outcome::Bought;
    }
    match reply.refusal() {
        (409, "policy_refused") => Outcome::Policy,
        (409, "approval_required") => Outcome::Approval,
        (409, "budget_exceeded") => Outcome::Budget,
        other => panic!("{other:?}: {reply:?}"),
    }
}

/// By the words a person reads.
fn said(words: &str) -> Outcome {
    let says = |part: &str| words.contains(part);
    if says("may be bought") || says("is blocked") {
        Outcome::Policy
    } else if says("approval") {
        Outcome::Approval
    } else if says("The budget of") {
        Outcome::Budget
    } else {
        panic!("{words}")
    }
}

fn outcome(result: Result<OrderId, BuyError>) -> Outcome {
    match result {
        Ok(_) => Outcome::Bought,
        Err(BuyError::Place(PlaceError::Policy(Breach::NeedsApproval { .. }))) => Outcome::Approval,
        Err(BuyError::Place(PlaceError::Policy(_))) => Outcome::Policy,
        Err(BuyError::Place(PlaceError::Budget(short))) if short.asks => Outcome::Approval,
        Err(BuyError::Place(PlaceError::Budget(_))) => Outcome::Budget,
        Err(error) => panic!("{error}"),
    }
}
