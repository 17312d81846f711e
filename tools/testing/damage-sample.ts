import fc from "fast-check"

/** A sample with another value at any of its paths. */
export const damageSample = (sample: object, values: fc.Arbitrary<unknown> = fc.jsonValue()) =>
  fc
    .tuple(fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), values)
    .map(([steps, value]) => replaceAt(structuredClone(sample), steps, value))

/** Follows the steps as far as there are objects, and replaces what is there. */
function replaceAt(root: object, steps: readonly number[], value: unknown): object {
  let target = root
  for (const step of steps) {
    const keys = Object.keys(target)
    const key = keys[step % Math.max(keys.length, 1)]
    if (key === undefined) break
    const inner: unknown = Reflect.get(target, key)
    if (typeof inner === "object" && inner !== null && step !== steps.at(-1)) target = inner
    else Reflect.set(target, key, structuredClone(value))
  }
  return root
}
