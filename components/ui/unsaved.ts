import { useEffect } from "react"

const unsaved = new Set<object>()

/** Whether a form on the page has input that was not sent yet. */
export const hasUnsaved = () => unsaved.size > 0

const question = "Leave this page? What you entered is discarded."

/** Asks before unsaved input is discarded. The browser's own question, as before a reload. */
export const mayDiscard = () => !hasUnsaved() || window.confirm(question)

/** While true, the user is asked before the page is left, and the end of the session does not leave it. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return
    const form = {}
    unsaved.add(form)
    const stopListening = askBeforeLeaving()
    return () => {
      unsaved.delete(form)
      stopListening()
    }
  }, [isUnsaved])
}

function askBeforeLeaving(): () => void {
  const leave = (event: BeforeUnloadEvent) => event.preventDefault()
  // Only the Navigation API can keep the page when the user goes back or forward.
  const traverse = (event: NavigateEvent) => {
    const isOtherPage = new URL(event.destination.url).pathname !== window.location.pathname
    if (event.navigationType === "traverse" && event.cancelable && isOtherPage && !mayDiscard())
      event.preventDefault()
  }
  window.addEventListener("beforeunload", leave)
  window.navigation?.addEventListener("navigate", traverse)
  return () => {
    window.removeEventListener("beforeunload", leave)
    window.navigation?.removeEventListener("navigate", traverse)
  }
}
