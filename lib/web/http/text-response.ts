const texts = new WeakMap<Response, string>()

/** A response whose text is kept next to its stream. */
export function textResponse(text: string, init: ResponseInit): Response {
  const response = new Response(text, init)
  texts.set(response, text)
  return response
}

/** The text of such a response, which costs less than to read its stream. */
export const textOf = (response: Response) => texts.get(response)
