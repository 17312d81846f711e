// The entry of a worker thread. It runs from source, also below a bundled server, so it loads TypeScript itself.
import { serialize } from "node:v8"
import { register } from "tsx/esm/api"

register()

/** Runs the default export of a task's file. The result is returned serialized, so that its size is known. */
export default async function run({ url, input, resultBytes }) {
  const { default: task } = await import(url)
  const result = serialize(await task(input))
  return result.byteLength > resultBytes ? null : result
}
