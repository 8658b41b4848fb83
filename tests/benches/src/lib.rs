//! What the benches work on: lists, the replies vendors send about them, and the work whose instructions are counted.

mod replies;
mod work;

pub use replies::{KEY, caller_id, escaped, juhe_line_status, network_status, ywjisu_line_status};
pub use work::{WORK, Work, align_rows, numbers, written};
