import { api } from "@/lib/platform/paths"

/** Whether the server reports that it is ready; false when it does not respond. */
export async function isReady(): Promise<boolean> {
  return fetch(api.healthReady(), { cache: "no-store" })
    .then((response) => response.ok)
    .catch(() => false)
}
