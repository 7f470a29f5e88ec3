// The HTTP requests around the session: who am I, log in, log out. The session itself is an HttpOnly cookie.

export const OUT_OF_REACH = "Le service ne répond pas. Vérifiez votre connexion, puis réessayez.";

/** `refused` carries a French sentence to show. */
export type LoginOutcome = { readonly type: "accepted" } | { readonly type: "refused"; readonly message: string };
export type SessionCheck = "open" | "closed" | "out_of_reach";

export async function checkSession(): Promise<SessionCheck> {
  try {
    const response = await fetch("/desk/api/me");
    if (response.ok) return "open";
    return response.status === 401 ? "closed" : "out_of_reach";
  } catch {
    return "out_of_reach";
  }
}

export async function logIn(login: string, password: string): Promise<LoginOutcome> {
  try {
    const response = await fetch("/desk/api/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ login, password }),
    });
    return response.ok ? { type: "accepted" } : { type: "refused", message: await readMessage(response) };
  } catch {
    return { type: "refused", message: OUT_OF_REACH };
  }
}

/** Whether the gateway ended the session. */
export async function logOut(): Promise<boolean> {
  try {
    return (await fetch("/desk/api/logout", { method: "POST" })).ok;
  } catch {
    return false;
  }
}

/** The gateway's sentence; a proxy in between may answer something that is not ours. */
async function readMessage(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : null;
  return typeof message === "string" ? message : OUT_OF_REACH;
}
