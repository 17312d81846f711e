import { api } from "@/lib/platform/paths"

/** Whether the server says that it can serve; false also when it does not answer. */
export async function isReady(): Promise<boolean> {
  return fetch(api.healthReady(), { cache: "no-store" })
    .then((response) => response.ok)
    .catch(() => false)
}
