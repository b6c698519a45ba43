//! Takes out of the wasm what is never called and no tool can know it.
//!
//! Leptos keeps, for every erased view, a pointer to a function that hydrates it asynchronously. Only `hydrate_lazy`
//! calls those, and we call `hydrate_body`. They are a sixth of the program.

use std::path::Path;

use anyhow::{Context, anyhow};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalId, Module};

/// Part of the names of the functions that are never called.
const NEVER_CALLED: &str = "hydrate_async";

/// Writes `input` without the functions that are never called to `output`. A call that comes all the same is a trap with
/// the function's name, and not silence.
pub(super) fn snip(input: &Path, output: &Path) -> anyhow::Result<()> {
    let mut module = Module::from_file(input).map_err(|error| anyhow!("cannot read the wasm: {error}"))?;
    let never: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|&id| module.funcs.get(id).name.as_deref().is_some_and(|name| name.contains(NEVER_CALLED)))
        .collect();
    for id in never {
        empty(&mut module, id);
    }
    walrus::passes::gc::run(&mut module);
    module.emit_wasm_file(output).map_err(|error| anyhow!("{error}")).context("cannot write the wasm")
}

/// Replaces a function's body by a trap.
fn empty(module: &mut Module, id: FunctionId) {
    let signature = module.types.get(module.funcs.get(id).ty());
    let (parameters, results) = (signature.params().to_vec(), signature.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().unreachable();
    let arguments: Vec<LocalId> = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}
