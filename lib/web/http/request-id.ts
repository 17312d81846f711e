import { v7 as uuidv7 } from "uuid"

/** The request id sent by the caller if it is a plain token, so that the logs of both sides can be correlated. */
export function requestIdOf(sent: string | null | undefined): string {
  return sent && /^[\w.-]{8,64}$/.test(sent) ? sent : uuidv7()
}
