import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** Collects garbage, so that only used memory is measured afterwards. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc")
  runInNewContext("gc")()
}
