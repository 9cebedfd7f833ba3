// data.ts -- the data that the program wrote into the page.
//
// Owns      where they stand in the page, and the first check of them.

/** The data of the page, or a sentence that says why there are none. */
export function page_data(format: string): { data: Record<string, unknown> } | { problem: string } {
  const element = document.getElementById('txpath-data');
  if (!element) return { problem: 'This page holds no data. Pages are made by the program txpath; this is an empty one.' };
  let data: unknown;
  try {
    data = JSON.parse(element.textContent ?? '');
  } catch {
    return { problem: 'The data of this page cannot be read; the file may have been cut short. Make it again.' };
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { problem: 'The data of this page are not what they should be.' };
  const found = (data as Record<string, unknown>)['format'];
  if (found !== format) return { problem: `The data of this page are of the format '${String(found)}'; this page reads '${format}'.` };
  return { data: data as Record<string, unknown> };
}
