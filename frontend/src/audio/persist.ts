const ATTEMPTS = 3;
const FIRST_PAUSE = 500;

/** Tries a few times, with pauses that double from half a second; throws the last error. */
export async function persist(work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS - 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE * 2 ** attempt));
    }
  }
}
