//! Lines: eSIMs of a company's employees.
//!
//! Owns `lines`, `line_plans`, `line_wishes`, `line_batches`, `line_batch_rows`. Keeps true: a line and every plan on it
//! were bought by an order the company paid; a line's activation code is sealed; a manager reaches the own teams' lines
//! alone; a line belongs to the employee it was issued for, for good; a vendor is asked for one thing of a line at a
//! time, and under the same key until it has answered.

mod act;
mod activation_code;
mod add;
mod advance_wish;
mod assign_form;
mod batch;
mod decide_wish;
mod filter;
mod find;
mod issue;
mod list;
mod mark_gone;
mod order_plan;
mod owner;
mod prepare_batch;
mod purchase;
mod put_plan;
mod put_wish;
mod refresh;
mod replace;
mod seed;
mod seen;
mod settle_leavers;
mod start_batch;
mod store;
mod sweep;
mod take_event;
mod unknown_wish;
mod view;
mod work_batch;

pub use act::{Act, ActError, act};
pub use activation_code::activation_code;
pub use add::{Bought, add};
pub use advance_wish::advance_wish;
pub use assign_form::assign_form;
pub use batch::{batch, batches};
pub use decide_wish::{DecideWishError, decide_wish};
pub use filter::LineFilter;
pub use find::find;
pub use issue::{Issue, issue, issue_within};
pub use list::{PAGE_ROWS, list, plans};
pub use mark_gone::mark_gone;
pub use order_plan::{OrderPlan, OrderPlanError, PlanStep, order_plan};
pub use owner::owner;
pub use prepare_batch::{PrepareBatchError, Who, prepare_batch};
pub use purchase::IssueError;
pub use put_plan::put_plan;
pub use put_wish::{NewWish, put_wish};
pub use refresh::{RefreshError, Refreshed, refresh};
pub use replace::{Replace, ReplaceError, replace};
pub use seed::{Seeded, seed};
pub use seen::{LineUse, Seen, seen};
pub use settle_leavers::settle_leavers;
pub use start_batch::{StartBatchError, retry_batch, start_batch};
pub use sweep::sweep;
pub use take_event::{TakeEventError, take_event};
pub use view::view;
pub use work_batch::work_batch;

/// Lines assigned at once.
const ROWS_MAX: i64 = 500;
