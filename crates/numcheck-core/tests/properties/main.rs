//! Laws that hold for any text and any reply.

mod align;
mod mask;
mod number;
