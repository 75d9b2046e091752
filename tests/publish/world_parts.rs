//! A large upload to `World`: each of its parts is a request, at which a publisher may be killed.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use object_store::{MultipartUpload, PutPayload, PutResult, Result, UploadPart};

use crate::world::World;

pub struct Parts {
    pub world: World,
    pub upload: Box<dyn MultipartUpload>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("parts")
    }
}

impl MultipartUpload for Parts {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        if let Err(killed) = self.world.admit() {
            return std::future::ready(Err(killed)).boxed();
        }
        let (world, part) = (self.world.clone(), self.upload.put_part(data));
        async move { world.answer(part.await) }.boxed()
    }

    fn complete<'s, 'a>(&'s mut self) -> Pin<Box<dyn Future<Output = Result<PutResult>> + Send + 'a>>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            self.world.admit()?;
            let done = self.upload.complete().await;
            self.world.answer(done)
        })
    }

    fn abort<'s, 'a>(&'s mut self) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            self.world.admit()?;
            self.upload.abort().await
        })
    }
}
