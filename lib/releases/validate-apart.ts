import { Worker } from "node:worker_threads"
import type { ErrorObject } from "ajv"
import type { Values } from "./merge-values"

const patienceMilliseconds = 2_000

/** The thread has nothing of this process but the code and the values. */
const ask = `
{
  const { parentPort, workerData } = require("node:worker_threads")
  const errors = module.exports(workerData.values) ? [] : module.exports.errors
  parentPort.postMessage(errors.slice(0, workerData.most))
}`

/**
 * Validates values in a thread of their own, by the code of a compiled schema; answers the first `most` errors, or null
 * where that took more than two seconds; then the thread is ended.
 */
export async function validateApart(
  code: string,
  values: Values,
  most: number,
): Promise<ErrorObject[] | null> {
  const thread = new Worker(`${code}\n${ask}`, {
    eval: true,
    execArgv: [],
    env: {},
    workerData: { values, most },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      // A machine that is slow to start the thread does not count.
      thread.once("online", () => {
        timer = setTimeout(() => resolve(null), patienceMilliseconds)
      })
      thread.once("message", resolve)
      thread.once("error", reject)
      thread.once("exit", () => reject(new Error("The thread ended without an answer.")))
    })
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}
