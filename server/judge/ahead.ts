/** Asks for the next page while the current one is worked on: the database and this process work at the same time. */
export async function* ahead<Page>(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  let next = pages.next();
  for (;;) {
    const { done, value } = await next;
    if (done === true) return;
    next = pages.next();
    // Whoever stops in the middle never asks what became of it.
    next.catch(() => undefined);
    yield value;
  }
}
