export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  // Safari reads the URL only after this task.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export function downloadCsv(name: string, text: string): void {
  // The byte order mark makes Excel read UTF-8.
  download(`${name}.csv`, new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }))
}
