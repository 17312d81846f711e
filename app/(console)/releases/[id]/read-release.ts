import { getRelease } from "@/lib/fleet/releases/find-release"
import { readForPage } from "@/lib/identity/auth/page-actor"

export const readRelease = readForPage(getRelease)
