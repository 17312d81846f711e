import { PerProcess } from "@/lib/platform/per-process"

/** The open streams of all routes, which the web process ends when it stops. */
export const openStreams = new PerProcess<Set<{ end: () => void }>>("open-streams")
