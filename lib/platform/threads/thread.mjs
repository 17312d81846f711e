// The entry of a worker thread. It is not part of a bundle, so that a bundled server can start a thread.
import { serialize } from "node:v8"

/** Runs the default export of a task's file. The result is returned serialized, so that its size is known. */
export default async function run({ url, input, resultBytes }) {
  const { default: task } = await import(url)
  const result = serialize(await task(input))
  return result.byteLength > resultBytes ? null : result
}
