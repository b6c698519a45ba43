//! Takes out of the wasm what is never called and no tool can know it.
//!
//! Leptos keeps, for every erased view, a pointer to a function that hydrates it asynchronously. Only `hydrate_lazy`
//! calls those, and we call `hydrate_body`. They are a sixth of the program.

use std::path::Path;

use anyhow::{Context, anyhow};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalId, Module};

/// Name of the functions that are never called.
const NEVER_CALLED: &str = "hydrate_async";

/// True for the body of an asynchronous function of that name: the closure that the compiler makes of it. A function
/// written inside it is another matter, since the compiler may share it with what is called.
fn is_never_called(name: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let is_closure = |part: &str| part == "{{closure}}" || part.starts_with("{closure#");
    let Some((_, rest)) = name.rsplit_once(NEVER_CALLED) else { return false };
    rest.strip_prefix("::").is_some_and(|closures| closures.split("::").all(is_closure))
}

/// Writes `input` without the functions that are never called to `output`. A call that comes all the same is a trap with
/// the function's name, and not silence.
pub(super) fn snip(input: &[u8], output: &Path) -> anyhow::Result<()> {
    let mut module = Module::from_buffer(input).map_err(|error| anyhow!("cannot read the wasm: {error}"))?;
    let never: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|&id| module.funcs.get(id).name.as_deref().is_some_and(is_never_called))
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

#[cfg(test)]
mod tests {
    use super::is_never_called;

    #[test]
    fn only_the_bodies_themselves_are_taken_out() {
        let closure = "28_$u7b$$u7b$closure$u7d$$u7d$";
        let hash = "17hbce5e4957d0259a8E";
        assert!(is_never_called(&format!("_ZN3app13hydrate_async{closure}{hash}")));
        assert!(is_never_called(&format!("_ZN3app13hydrate_async{closure}{closure}{hash}")));
        assert!(!is_never_called(&format!("_ZN3app13hydrate_async{hash}")));
        assert!(!is_never_called(&format!("_ZN3app13hydrate_async{closure}5inner{hash}")));
        assert!(!is_never_called(&format!("_ZN3app7hydrate{hash}")));
    }
}
