//! The `frontsheet` program.

fn main() {}
