import { ProcessSingleton } from "@/lib/platform/process-singleton"

/** The open streams of all routes, which the web process ends when it stops. */
export const openStreams = new ProcessSingleton<Set<{ end: () => void }>>("open-streams")
