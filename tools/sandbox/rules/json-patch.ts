import { badRequest } from "../api-error"
import { isObject, type Json, sameJson, textAt } from "../json"

/** RFC 6902. Rejects an invalid patch with a 400, including a failed `test`. */
export function jsonPatch(target: Json, patch: Json): Json {
  if (!Array.isArray(patch)) throw badRequest("a JSON patch is a list of operations")
  return patch.reduce<Json>(applyOperation, structuredClone(target))
}

function applyOperation(document: Json, operation: Json): Json {
  const kind = textAt(operation, "op") ?? ""
  const path = pointer(textAt(operation, "path"))
  const value = isObject(operation) ? (operation.value ?? null) : null
  switch (kind) {
    case "add":
      return put(document, path, structuredClone(value), true)
    case "replace":
      valueAt(document, path)
      return put(document, path, structuredClone(value), false)
    case "remove":
      return remove(document, path)
    case "test":
      if (sameJson(valueAt(document, path), value)) return document
      throw badRequest(`the JSON patch's test of ${textAt(operation, "path")} failed`)
    case "move": {
      const from = pointer(textAt(operation, "from"))
      const movedValue = valueAt(document, from)
      return put(remove(document, from), path, movedValue, true)
    }
    case "copy":
      return put(document, path, structuredClone(valueAt(document, pointer(textAt(operation, "from")))), true)
    default:
      throw badRequest(`a JSON patch has no operation ${JSON.stringify(kind)}`)
  }
}

function pointer(text: string | undefined): string[] {
  if (text === undefined || (text !== "" && !text.startsWith("/")))
    throw badRequest("a JSON patch needs a path")
  return text
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
}

function valueAt(document: Json, path: readonly string[]): Json {
  let value: Json | undefined = document
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)]
    else value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined
    if (value === undefined)
      throw badRequest(`a JSON patch names the path /${path.join("/")}, which does not exist`)
  }
  return value
}

function put(document: Json, path: readonly string[], value: Json, insert: boolean): Json {
  const last = path.at(-1)
  if (last === undefined) return value
  const parent = valueAt(document, path.slice(0, -1))
  if (Array.isArray(parent)) {
    const index = last === "-" ? parent.length : Number(last)
    if (!Number.isInteger(index) || index < 0 || index > parent.length)
      throw badRequest("a JSON patch is out of range")
    parent.splice(index, insert ? 0 : 1, value)
  } else if (isObject(parent)) Object.defineProperty(parent, last, { value, ...ownField })
  else throw badRequest("a JSON patch points into a value that has no fields")
  return document
}

/** Defined rather than assigned, so that a field called __proto__ is an ordinary field. */
const ownField = { enumerable: true, configurable: true, writable: true }

function remove(document: Json, path: readonly string[]): Json {
  valueAt(document, path)
  const parent = valueAt(document, path.slice(0, -1))
  const last = path.at(-1) ?? ""
  if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else if (isObject(parent)) delete parent[last]
  return document
}
