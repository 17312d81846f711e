import { DomainError, invalid } from "@/lib/platform/errors"
import { isForbiddenKey } from "@/lib/platform/json-text"
import { toPointer } from "@/lib/platform/pointer"
import { quote } from "@/lib/platform/quote"
import { isStorable } from "@/lib/platform/storable"

/** Query parameters as an object; a repeated parameter is rejected rather than partly ignored. */
export function queryObject(search: URLSearchParams): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of search) {
    if (!isStorable(name) || !isStorable(value))
      throw new DomainError("malformed", "The query contains characters that cannot be stored.")
    if (isForbiddenKey(name)) throw invalid(toPointer([name]), `There is no query parameter "${name}".`)
    if (Object.hasOwn(found, name)) {
      throw new DomainError("invalid", `The query parameter ${quote(name)} is repeated. Send it once.`, {
        errors: [{ pointer: toPointer([name]), message: "Send this parameter once." }],
      })
    }
    found[name] = value
  }
  return found
}
