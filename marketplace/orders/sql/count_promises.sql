-- A shop's record counts its promises to ship, and which of them passed, from this index alone.
CREATE INDEX deadline_promise ON core_deadline (book_id, window_from) INCLUDE (outcome) WHERE kind = 'ship_promise';
