// Asks the host site for a fresh proof of who its visitor is.

const LONGEST_WAIT_MS = 4000;

/** A signed token; `null` when nobody is logged in; `unavailable` when the host could not say. */
export type IdentityAnswer = { readonly token: string | null } | "unavailable";

/** « Could not say » is not « nobody »: taking one for the other would close an identified visitor's conversation. */
export async function fetchIdentity(tokenUrl: string | null): Promise<IdentityAnswer> {
  if (tokenUrl === null) return { token: null };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), LONGEST_WAIT_MS);
  try {
    const response = await fetch(tokenUrl, { credentials: "include", cache: "no-store", signal: deadline.signal });
    if (response.ok) return { token: readToken(await response.json()) };
    return response.status >= 500 ? "unavailable" : { token: null };
  } catch {
    return "unavailable";
  } finally {
    clearTimeout(timer);
  }
}

function readToken(body: unknown): string | null {
  const token = typeof body === "object" && body !== null && "token" in body ? body.token : null;
  return typeof token === "string" ? token : null;
}
