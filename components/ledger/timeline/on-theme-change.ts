/** Tells when the page's colours become others: by the system, or by the choice kept on <html>. */
export function onThemeChange(tell: () => void): () => void {
  const observer = new MutationObserver(tell)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] })
  const media = window.matchMedia("(prefers-color-scheme: dark)")
  media.addEventListener("change", tell)
  return () => {
    observer.disconnect()
    media.removeEventListener("change", tell)
  }
}
