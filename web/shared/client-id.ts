// Ids that make sending again harmless.

/** 128 random bits in hexadecimal. Not `crypto.randomUUID`: it does not exist on pages served over plain HTTP. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
